package dev.perennial.activities.monitor;

import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.monitor.EstimateReport;
import dev.perennial.workflows.monitor.WindowReport;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the timeline says of a window: the verdict first, then the few figures that show how the window was. */
final class WindowSentences {
    private static final int MOST_COLUMNS = 3;

    private WindowSentences() {}

    /** {@code 2013-03-01/P7D: healthy; log loss 0.512 [0.497, 0.527] on 6,551 labelled rows, no column of 16 drifted}. */
    static String evaluated(WindowReport report) {
        WindowVerdict verdict = report.verdict();
        return report.window().label() + ": " + word(verdict) + "; "
                + logLoss(verdict.evidence().champion()) + ", "
                + verdict.evidence().drift().count();
    }

    /** {@code 2013-03-01/P7D, 6,551 rows before their labels: no estimate speaks for harm; …, 8 of 16 columns drifted}. */
    static String estimated(EstimateReport report) {
        WindowVerdict verdict = report.verdict();
        return String.format(
                Locale.ROOT,
                "%s, %,d rows before their labels: %s, %s",
                report.window().label(),
                report.estimate().rows(),
                verdict.word() == WindowVerdict.Word.HARM_ESTIMATED
                        ? "harm is estimated, " + verdict.because()
                        : verdict.because(),
                verdict.evidence().drift().count());
    }

    /** The trusted estimates by name. */
    static SortedMap<String, Double> estimates(EstimateReport report) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        report.estimate()
                .metrics()
                .forEach((metric, value) -> value.trusted()
                        .ifPresent(trusted -> numbers.put("estimated-" + metric.label(), trusted.value())));
        numbers.put("rows", (double) report.estimate().rows());
        return numbers;
    }

    /** The columns that changed most, and that this alone asks for nothing. */
    static String drifted(WindowReport report) {
        return drifted(report.window(), report.verdict().evidence().drift());
    }

    /** The same of a window whose report is of another task. */
    static String drifted(TimeWindow window, DriftAssessment drift) {
        List<String> worst = drift.drifted().stream()
                .limit(MOST_COLUMNS)
                .map(ColumnDrift.Drifted::label)
                .toList();
        String columns = worst.size() == drift.drifted().size()
                ? String.join(", ", worst)
                : "most of all " + String.join(", ", worst);
        return window.label() + ": " + drift.count() + "; " + columns + "; drift alone asks for nothing";
    }

    private static String word(WindowVerdict verdict) {
        return switch (verdict.word()) {
            case HEALTHY -> "healthy";
            case DRIFT_RECORDED -> "drift recorded, no harm";
            case HARM -> "harm, " + (isHarmed(verdict) ? broken(verdict) : verdict.because());
            case CHALLENGER_BETTER -> advantage(verdict) + (isHarmed(verdict) ? ", " + broken(verdict) : "");
            case PRESUMED_HEALTHY -> "presumed healthy, " + verdict.because();
            case HARM_ESTIMATED -> "harm estimated, " + verdict.because();
            case SILENCE -> "silence, " + verdict.because();
            case NOT_EVALUABLE -> "not evaluable, " + verdict.because();
        };
    }

    private static String advantage(WindowVerdict verdict) {
        return verdict.evidence().staleness() instanceof StalenessVerdict.ChallengerBetter better
                ? String.format(
                        Locale.ROOT,
                        "the challenger is better by %.4f log loss (at least %.4f)",
                        better.numbers().advantage(),
                        better.numbers().lowerBound())
                : "the challenger is better";
    }

    private static boolean isHarmed(WindowVerdict verdict) {
        return verdict.objectives().stream().anyMatch(ObjectiveOutcome.Broken.class::isInstance);
    }

    private static String broken(WindowVerdict verdict) {
        List<String> metrics = verdict.objectives().stream()
                .filter(ObjectiveOutcome.Broken.class::isInstance)
                .map(outcome -> outcome.objective().metric().label())
                .toList();
        return "broken: " + String.join(", ", metrics);
    }

    private static String logLoss(BinaryPerformance champion) {
        String rows = String.format(Locale.ROOT, "%,d labelled rows", champion.rows());
        return champion.logLoss() instanceof Estimate.Measured measured
                ? String.format(
                        Locale.ROOT,
                        "log loss %.3f [%.3f, %.3f] on %s",
                        measured.value(),
                        measured.lower(),
                        measured.upper(),
                        rows)
                : rows;
    }
}
