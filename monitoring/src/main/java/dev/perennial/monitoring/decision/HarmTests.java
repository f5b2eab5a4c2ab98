package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tests for harm of one window, corrected together for their number (Benjamini and Hochberg, 1995): without any harm
 * the probability that one of them stands out is at most the level.
 */
final class HarmTests {
    private final List<Finding> findings;

    private HarmTests(List<Finding> findings) {
        this.findings = findings;
    }

    /** The objectives that could be judged, and the slices. */
    static HarmTests measured(List<ObjectiveOutcome> outcomes, WindowContext context) {
        List<Finding> raw = new ArrayList<>();
        for (ObjectiveOutcome outcome : outcomes) {
            if (!(outcome instanceof ObjectiveOutcome.NotEvaluable)) {
                raw.add(new Finding(outcome.pValue(), outcome.because()));
            }
        }
        addSignals(raw, context.signals(), HarmSignal.Source.SLICE);
        return adjusted(raw);
    }

    /** The metrics that could be estimated; a suspicion counts as a test, and as a finding where a burst confirms it. */
    static HarmTests estimated(WindowContext context) {
        List<Finding> raw = new ArrayList<>();
        addSignals(raw, context.signals(), HarmSignal.Source.ESTIMATE);
        for (HarmSignal suspicion : context.suspicions()) {
            raw.add(new Finding(context.burst() ? suspicion.pValue() : 1, suspicion.because()));
        }
        return adjusted(raw);
    }

    /** No test at all. */
    static HarmTests none() {
        return new HarmTests(List.of());
    }

    /** The sentences of the tests that stand out at a level, the clearest first. */
    List<String> beyond(double level) {
        return findings.stream()
                .filter(finding -> finding.pValue() <= level)
                .sorted(Comparator.comparingDouble(Finding::pValue))
                .map(Finding::because)
                .toList();
    }

    /** The smallest corrected p value; one without a test. */
    double smallest() {
        return findings.stream().mapToDouble(Finding::pValue).min().orElse(1);
    }

    private static void addSignals(List<Finding> raw, List<HarmSignal> signals, HarmSignal.Source source) {
        signals.stream()
                .filter(signal -> signal.source() == source)
                .forEach(signal -> raw.add(new Finding(signal.pValue(), signal.because())));
    }

    private static HarmTests adjusted(List<Finding> raw) {
        double[] corrected = MultipleTesting.benjaminiHochberg(
                raw.stream().mapToDouble(Finding::pValue).toArray());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            findings.add(new Finding(corrected[i], raw.get(i).because()));
        }
        return new HarmTests(findings);
    }

    private record Finding(double pValue, String because) {}
}
