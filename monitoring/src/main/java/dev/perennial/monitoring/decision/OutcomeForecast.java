package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.paired.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides on a window of a regression, or of several classes, before its labels are mature: harm is estimated where a
 * trusted estimate speaks for it at the level of a ticket, after correction for the number of metrics (Benjamini and
 * Hochberg, 1995). What is less likely than not is told and is no harm, because nothing here confirms it. Where labels judge,
 * no estimate is asked.
 */
public final class OutcomeForecast {
    private static final String AWAITING = "its labels are not mature yet";

    private OutcomeForecast() {}

    /**
     * The verdict without labels.
     *
     * @param evidence the drift, and the reference; of the champion only how many rows wait for a label
     * @param harm one for each limit on a metric that is estimated, the most alarming first
     * @param earlier the smallest p values of what was said of the two windows before, the newest first
     */
    public static OutcomeVerdict decide(
            OutcomeEvidence evidence, List<HarmVerdict> harm, AlarmLevels levels, List<Double> earlier) {
        if (evidence.drift().currentRows() == 0) {
            return verdict(
                    evidence,
                    Word.SILENCE,
                    Action.ALERT,
                    List.of("no row arrived in the window"),
                    1,
                    AlarmSeverity.LOG);
        }
        List<HarmSignal> signals =
                harm.stream().flatMap(found -> HarmSignal.of(found).stream()).toList();
        if (signals.isEmpty()) {
            List<String> reasons = new ArrayList<>(List.of(AWAITING + ", and nothing could be estimated"));
            reasons.addAll(sentences(harm));
            return verdict(evidence, Word.NOT_EVALUABLE, Action.WAIT, reasons, 1, AlarmSeverity.LOG);
        }
        double[] corrected = MultipleTesting.benjaminiHochberg(signals.stream()
                .mapToDouble(signal -> signal.source() == HarmSignal.Source.ESTIMATE ? signal.pValue() : 1)
                .toArray());
        double smallest = IntStream.range(0, corrected.length)
                .mapToDouble(at -> corrected[at])
                .min()
                .orElse(1);
        List<String> reasons = new ArrayList<>(IntStream.range(0, corrected.length)
                .filter(at -> corrected[at] <= levels.ticket())
                .mapToObj(at -> signals.get(at).because())
                .toList());
        if (reasons.isEmpty()) {
            List<String> suspicions = signals.stream()
                    .filter(signal -> signal.source() == HarmSignal.Source.SUSPICION)
                    .map(HarmSignal::because)
                    .toList();
            reasons.add((suspicions.isEmpty() ? "no estimate speaks for harm; " : "harm is less likely than not; ")
                    + AWAITING);
            reasons.addAll(suspicions);
            return verdict(evidence, Word.PRESUMED_HEALTHY, Action.WAIT, reasons, smallest, AlarmSeverity.LOG);
        }
        reasons.add(AWAITING);
        boolean repeated = smallest <= levels.pageWhenRepeated()
                && earlier.stream().limit(2).anyMatch(before -> before <= levels.pageWhenRepeated());
        return verdict(
                evidence,
                Word.HARM_ESTIMATED,
                Action.ALERT,
                reasons,
                smallest,
                repeated ? AlarmSeverity.PAGE : AlarmSeverity.TICKET);
    }

    /** The same verdict with what is estimated beside it where its labels never sufficed. */
    public static OutcomeVerdict beside(OutcomeVerdict byLabels, List<HarmVerdict> harm) {
        if (byLabels.word() != Word.NOT_EVALUABLE) {
            return byLabels;
        }
        List<String> reasons = new ArrayList<>(byLabels.reasons());
        reasons.addAll(sentences(harm));
        return new OutcomeVerdict(
                byLabels.word(),
                byLabels.action(),
                reasons,
                byLabels.objectives(),
                byLabels.evidence(),
                byLabels.ruling());
    }

    private static List<String> sentences(List<HarmVerdict> harm) {
        return harm.stream()
                .map(found -> found instanceof HarmVerdict.Untrusted
                        ? found.metric().label() + " is estimated, but not to be trusted: " + found.because()
                        : found instanceof HarmVerdict.NotEvaluable
                                ? found.metric().label() + " is not estimated: " + found.because()
                                : found.because())
                .toList();
    }

    private static OutcomeVerdict verdict(
            OutcomeEvidence evidence,
            Word word,
            Action action,
            List<String> reasons,
            double smallest,
            AlarmSeverity severity) {
        List<String> sentences = new ArrayList<>(reasons);
        sentences.add(evidence.drift().because());
        return new OutcomeVerdict(
                word,
                action,
                sentences,
                List.of(),
                evidence,
                new OutcomeVerdict.Ruling(severity, smallest, Optional.empty()));
    }
}
