package dev.perennial.workflows.alert;

import dev.perennial.workflows.CommandResult;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One alert, from the moment it is raised to its recorded end.
 *
 * <pre>
 *   open ── acknowledged ──▶ taken up ─────────────┐
 *    │ deadline: ticket → page, page → overdue     │ kept in enough looks in a row, or resolved by a person
 *    └─────────────────────────────────────────────┴──▶ resolved
 * </pre>
 *
 * The entry that raises it is in the log before this starts. The deadline is by the wall clock, for people; what looks
 * find is in event time. An alert that becomes louder must be taken up anew. Everything is done in the order in which it
 * came, one thing at a time.
 */
@WorkflowInterface
public interface AlertWorkflow {
    /** Follows the alert to its end; continues as new when its history grows long. */
    @WorkflowMethod(name = "alert")
    AlertOutcome run(AlertRequest request);

    /** What a look found. */
    @SignalMethod
    void observe(AlertSighting sighting);

    /** Somebody takes the alert up; refused where somebody else has. */
    @UpdateMethod
    CommandResult acknowledge(AlertCommand command);

    /** A person ends the alert, with the reason. */
    @UpdateMethod
    CommandResult resolve(AlertCommand command);

    /** Turns away what is malformed. */
    @UpdateValidatorMethod(updateName = "acknowledge")
    void checkAcknowledgement(AlertCommand command);

    /** Turns away what is malformed, and a resolution without a reason. */
    @UpdateValidatorMethod(updateName = "resolve")
    void checkResolution(AlertCommand command);

    /** How the alert stands. */
    @QueryMethod
    AlertStatus status();
}
