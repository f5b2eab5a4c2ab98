package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a judged window of a regression, or of several classes, to the model's timeline. */
final class OutcomeRecording {
    private static final List<Metric> FIRST = List.of(Metric.RMSE, Metric.LOG_LOSS);

    private final Workbench workbench;
    private final Actor actor;

    OutcomeRecording(Workbench workbench, Actor actor) {
        this.workbench = workbench;
        this.actor = actor;
    }

    void record(ModelName model, WindowJudgement judgement, OutcomeWindowReport report) {
        Evidence evidence = new Evidence(
                        judgement.numbers(),
                        new TreeMap<>(Map.of("report", judgement.report().hex())))
                .with("window", judgement.window().toString())
                .with("version", report.champion().toString());
        append(
                model,
                "window-evaluated/",
                judgement,
                TimelineKind.WINDOW_EVALUATED,
                evaluated(report),
                new RegistryChange.WindowEvaluated(judgement.window(), judgement.verdict(), judgement.report()),
                evidence);
        List<ColumnDrift.Drifted> drifted = report.verdict().evidence().drift().drifted();
        if (!drifted.isEmpty()) {
            append(
                    model,
                    "window-drift/",
                    judgement,
                    TimelineKind.DRIFT_DETECTED,
                    WindowSentences.drifted(
                            report.window(), report.verdict().evidence().drift()),
                    new RegistryChange.Noted(),
                    evidence.with(
                            "columns",
                            drifted.stream().map(ColumnDrift.Drifted::column).collect(Collectors.joining(", "))));
        }
        if (report.verdict().word() == Word.HARM) {
            append(
                    model,
                    "window-harm/",
                    judgement,
                    TimelineKind.HARM_MEASURED,
                    report.verdict().because(),
                    new RegistryChange.Noted(),
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
            case NOT_EVALUABLE, PRESUMED_HEALTHY, HARM_ESTIMATED, CHALLENGER_BETTER -> "not evaluable, " + first;
        };
    }

    private void append(
            ModelName model,
            String operation,
            WindowJudgement judgement,
            TimelineKind kind,
            String sentence,
            RegistryChange change,
            Evidence evidence) {
        workbench
                .registry()
                .append(
                        model,
                        operation + judgement.window(),
                        state -> new EntryDraft(
                                kind, actor, Optional.of(judgement.window().to()), sentence, change, evidence));
    }
}
