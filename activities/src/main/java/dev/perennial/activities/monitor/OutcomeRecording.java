package dev.perennial.activities.monitor;

import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Writes a judged window of a regression, or of several classes, to the model's timeline. */
final class OutcomeRecording {
    private static final List<Metric> FIRST = List.of(Metric.RMSE, Metric.LOG_LOSS);

    private final WindowTimeline timeline;

    OutcomeRecording(WindowTimeline timeline) {
        this.timeline = timeline;
    }

    /** What is said of a window before its labels, as the document says it. */
    String estimated(ModelName model, OutcomeEstimateReport report, Digest document) {
        OutcomeVerdict verdict = report.verdict();
        String sentence = String.format(
                Locale.ROOT,
                "%s, %,d rows before their labels: %s%s",
                report.window().label(),
                report.estimate().rows(),
                verdict.word() == Word.HARM_ESTIMATED ? "harm is estimated, " : "",
                verdict.because());
        SortedMap<String, Double> numbers = OutcomeEstimates.numbers(report.estimate());
        numbers.put("rows", (double) report.estimate().rows());
        timeline.note(
                model,
                "window-estimated/" + report.champion().number(),
                report.window(),
                verdict.word() == Word.HARM_ESTIMATED ? TimelineKind.HARM_ESTIMATED : TimelineKind.WINDOW_ESTIMATED,
                sentence,
                WindowTimeline.evidence(numbers, document, report.window(), report.champion()));
        return sentence;
    }

    void record(ModelName model, WindowJudgement judgement, OutcomeWindowReport report) {
        TimeWindow window = judgement.window();
        Evidence evidence = WindowTimeline.evidence(judgement.numbers(), judgement.report(), window, report.champion());
        timeline.append(
                model,
                "window-evaluated",
                window,
                TimelineKind.WINDOW_EVALUATED,
                evaluated(report),
                new RegistryChange.WindowEvaluated(window, judgement.verdict(), judgement.report()),
                evidence);
        List<ColumnDrift.Drifted> drifted = report.verdict().evidence().drift().drifted();
        if (!drifted.isEmpty()) {
            timeline.note(
                    model,
                    "window-drift",
                    window,
                    TimelineKind.DRIFT_DETECTED,
                    WindowSentences.drifted(
                            report.window(), report.verdict().evidence().drift()),
                    evidence.with(
                            "columns",
                            drifted.stream().map(ColumnDrift.Drifted::column).collect(Collectors.joining(", "))));
        }
        if (report.verdict().tellsHarm()) {
            timeline.note(
                    model,
                    "window-harm",
                    window,
                    TimelineKind.HARM_MEASURED,
                    report.verdict().because(),
                    evidence);
        }
    }

    /* 2013-03-01/P7D: healthy; rmse 41.2 [39.8, 42.6] on 6,551 labelled rows, no column of 16 drifted */
    private static String evaluated(OutcomeWindowReport report) {
        OutcomeReport champion = report.verdict().evidence().champion();
        String rows = String.format(Locale.ROOT, "%,d labelled rows", champion.rows());
        String figure = FIRST.stream()
                .flatMap(metric -> champion.metric(metric).stream())
                .filter(value -> value.estimate() instanceof Estimate.Measured)
                .findFirst()
                .map(value -> {
                    Estimate.Measured measured = (Estimate.Measured) value.estimate();
                    return String.format(
                            Locale.ROOT,
                            "%s %.4g [%.4g, %.4g] on %s",
                            value.name(),
                            measured.value(),
                            measured.lower(),
                            measured.upper(),
                            rows);
                })
                .orElse(rows);
        return report.window().label() + ": " + word(report) + "; " + figure + ", "
                + report.verdict().evidence().drift().count();
    }

    private static String word(OutcomeWindowReport report) {
        String first = report.verdict().reasons().get(0);
        return switch (report.verdict().word()) {
            case HEALTHY -> "healthy";
            case DRIFT_RECORDED -> "drift recorded, no harm";
            case HARM -> "harm, " + first;
            case SILENCE -> "silence, " + first;
            case CHALLENGER_BETTER -> first;
            case NOT_EVALUABLE, PRESUMED_HEALTHY, HARM_ESTIMATED -> "not evaluable, " + first;
        };
    }
}
