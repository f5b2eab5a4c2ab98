package dev.perennial.workflows.monitor;

import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.alert.AlertActivities;
import dev.perennial.workflows.alert.AlertRequest;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.alert.AlertWorkflow;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.slf4j.Logger;

/**
 * Does what a look's findings ask for: raises alerts, each with a workflow of its own that outlives the look, and tells
 * open ones. An alert is written to the log before its workflow starts, so that the next window finds it there. An alert
 * whose workflow is gone, though the log has it open, gets another one.
 */
final class AlertFollowing {
    private static final Logger LOG = Workflow.getLogger(AlertFollowing.class);

    private final AlertActivities registry = Workflow.newActivityStub(AlertActivities.class, RegistryCalls.writes());

    void follow(List<AlertStep> steps) {
        steps.forEach(step -> step.match(
                raise -> {
                    registry.raise(raise.request());
                    start(raise.request());
                },
                this::tell,
                note -> registry.note(note.request())));
    }

    private void tell(AlertStep.Tell step) {
        if (!isTold(step)) {
            LOG.warn(
                    "alert={} had no workflow and is followed again",
                    step.request().id());
            start(step.request());
            if (!isTold(step)) {
                LOG.error("alert={} cannot be told", step.request().id());
            }
        }
    }

    /* The engine reports an absent workflow as an application failure, in spite of the types it declares. */
    private static boolean isTold(AlertStep.Tell step) {
        AlertRequest request = step.request();
        try {
            Workflow.newExternalWorkflowStub(AlertWorkflow.class, WorkflowIds.alert(request.model(), request.alert()))
                    .observe(step.sighting());
            return true;
        } catch (ApplicationFailure | SignalExternalWorkflowException absent) {
            return false;
        }
    }

    private static void start(AlertRequest request) {
        AlertWorkflow child = Workflow.newChildWorkflowStub(
                AlertWorkflow.class, WorkflowStarts.alert(request.model(), request.alert()));
        Async.function(child::run, request);
        try {
            Workflow.getWorkflowExecution(child).get();
        } catch (ChildWorkflowFailure runs) {
            LOG.info("alert={} is followed already", request.id());
        }
    }
}
