package dev.perennial.activities.monitor;

import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.EstimateReport;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.WindowReport;
import java.util.List;

/** Writes a judged or estimated window of a yes-or-no model to its timeline. */
final class WindowRecording {
    private final WindowTimeline timeline;

    WindowRecording(WindowTimeline timeline) {
        this.timeline = timeline;
    }

    /** What is said of a window before its labels, as the document says it. */
    void estimated(ModelName model, TimeWindow window, EstimateReport report, Digest document) {
        timeline.note(
                model,
                "window-estimated/" + report.champion().number(),
                window,
                report.verdict().word() == WindowVerdict.Word.HARM_ESTIMATED
                        ? TimelineKind.HARM_ESTIMATED
                        : TimelineKind.WINDOW_ESTIMATED,
                WindowSentences.estimated(report),
                WindowTimeline.evidence(WindowSentences.estimates(report), document, window, report.champion()));
    }

    /** What its labels show: the judgement, drift, and harm. */
    void evaluated(ModelName model, WindowJudgement judgement, WindowReport report) {
        TimeWindow window = judgement.window();
        Evidence evidence = WindowTimeline.evidence(judgement.numbers(), judgement.report(), window, report.champion());
        timeline.append(
                model,
                "window-evaluated",
                window,
                TimelineKind.WINDOW_EVALUATED,
                WindowSentences.evaluated(report),
                new RegistryChange.WindowEvaluated(window, judgement.verdict(), judgement.report()),
                evidence);
        List<String> drifted = WindowEvaluation.drifted(report);
        if (!drifted.isEmpty()) {
            timeline.note(
                    model,
                    "window-drift",
                    window,
                    TimelineKind.DRIFT_DETECTED,
                    WindowSentences.drifted(report),
                    evidence.with("columns", String.join(", ", drifted)));
        }
        harm(model, window, report, evidence);
    }

    private void harm(ModelName model, TimeWindow window, WindowReport report, Evidence evidence) {
        if (report.verdict().word() == WindowVerdict.Word.HARM_ESTIMATED) {
            timeline.note(
                    model,
                    "window-harm",
                    window,
                    TimelineKind.HARM_ESTIMATED,
                    report.verdict().because(),
                    evidence);
        }
        List<ObjectiveOutcome.Broken> broken = report.verdict().objectives().stream()
                .filter(ObjectiveOutcome.Broken.class::isInstance)
                .map(ObjectiveOutcome.Broken.class::cast)
                .toList();
        if (!broken.isEmpty()) {
            String sentences = String.join(
                    "; ", broken.stream().map(ObjectiveOutcome.Broken::because).toList());
            timeline.note(model, "window-harm", window, TimelineKind.HARM_MEASURED, sentences, evidence);
        } else if (report.verdict().word() == WindowVerdict.Word.HARM) {
            timeline.note(
                    model,
                    "window-harm",
                    window,
                    TimelineKind.HARM_MEASURED,
                    report.verdict().because(),
                    evidence);
        }
    }
}
