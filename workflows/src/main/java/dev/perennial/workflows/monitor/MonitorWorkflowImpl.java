package dev.perennial.workflows.monitor;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.monitor.MonitorActivities.Due;
import dev.perennial.workflows.monitor.MonitorActivities.Frozen;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what is due, window by window and oldest first, so that an interruption leaves no gap. */
public final class MonitorWorkflowImpl implements MonitorWorkflow {
    /* Runs that began before segments were profiled apart judge their windows without it; the evaluation then counts. */
    private static final String SEGMENTS = "segments-profiled-apart";
    /* Looks that began before windows were estimated at their close end without it. */
    private static final String ESTIMATES = "windows-estimated-at-their-close";

    private final MonitorActivities registry =
            Workflow.newActivityStub(MonitorActivities.class, RegistryCalls.writes());
    private final AlertFollowing alerts = new AlertFollowing();
    private final MonitorActivities evaluation =
            Workflow.newActivityStub(MonitorActivities.class, MonitorOptions.evaluation());
    private final MonitorActivities challenger =
            Workflow.newActivityStub(MonitorActivities.class, MonitorOptions.challenger());

    private final SegmentFanOut segments = new SegmentFanOut();

    @Override
    public MonitorSummary run(MonitorRequest request) {
        try {
            return request.window().isPresent()
                    ? new MonitorSummary(
                            List.of(judge(request.model(), request.window().get())), "")
                    : judgeWhatIsDue(request.model());
        } catch (ActivityFailure failure) {
            throw ActivityFailures.leaving("look at " + request.model(), failure);
        }
    }

    private MonitorSummary judgeWhatIsDue(ModelName model) {
        List<WindowJudgement> judged = new ArrayList<>();
        String note = "";
        for (int round = 0; round < MonitorOptions.ROUNDS; round++) {
            Due due = registry.due(model);
            note = due.note();
            alerts.follow(due.silence());
            if (due.unfrozen().isPresent()) {
                Frozen frozen = evaluation.freezeReference(model, due.unfrozen().get());
                note = frozen.note();
                if (frozen.version().isPresent()) {
                    continue;
                }
            }
            if (due.windows().isEmpty()) {
                break;
            }
            for (TimeWindow window : due.windows()) {
                WindowJudgement judgement = judge(model, window);
                registry.record(model, judgement);
                followAlerts(model, judgement);
                judgement.suggestion().ifPresent(trigger -> suggest(model, judgement, trigger));
                judged.add(judgement);
                Workflow.setCurrentDetails(window.label() + ": " + judgement.verdict());
            }
        }
        if (Workflow.getVersion(ESTIMATES, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
            new EarlyLooks(segments, alerts).estimateWhatWaits(model);
        }
        return new MonitorSummary(judged, note);
    }

    /* A look that began under the first release goes on without alerts; the next one has them. */
    private void followAlerts(ModelName model, WindowJudgement judgement) {
        if (Workflow.getVersion(MonitorOptions.ALERTS, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
            alerts.follow(registry.alerts(model, judgement).steps());
        }
    }

    private WindowJudgement judge(ModelName model, TimeWindow window) {
        if (Workflow.getVersion(SEGMENTS, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
            segments.profile(model, window);
        }
        return evaluation.evaluate(model, window, challengerFor(model, window));
    }

    private Optional<Digest> challengerFor(ModelName model, TimeWindow window) {
        try {
            return challenger.fitChallenger(model, window);
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            Workflow.getLogger(MonitorWorkflowImpl.class)
                    .warn(
                            "model={} window={} judged without a challenger: {}",
                            model,
                            window,
                            ActivityFailures.reason(failure));
            return Optional.empty();
        }
    }

    /* The window names the command: a look that is repeated does not ask twice. */
    private void suggest(ModelName model, WindowJudgement judgement, RetrainSpec.Trigger trigger) {
        ModelWorkflow entity = Workflow.newExternalWorkflowStub(ModelWorkflow.class, WorkflowIds.model(model));
        RetrainCommand command = new RetrainCommand(
                "monitor/" + model + "/" + judgement.window(),
                trigger,
                judgement.because(),
                Actor.system("monitor"),
                Optional.of(judgement.window().to()),
                Optional.empty());
        try {
            entity.suggestRetraining(command);
        } catch (ApplicationFailure | SignalExternalWorkflowException absent) {
            throw ApplicationFailure.newNonRetryableFailureWithCause(
                    "Cannot suggest a retraining of " + model + ": its workflow " + WorkflowIds.model(model)
                            + " does not run",
                    ActivityFailures.UNKNOWN.type(),
                    absent);
        }
    }
}
