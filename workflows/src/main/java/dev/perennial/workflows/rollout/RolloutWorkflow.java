package dev.perennial.workflows.rollout;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One rollout: for every step the traffic plan is written, then the judge looks again and again at all that was logged
 * since the rollout began, until it says promote (to the next step), roll back, or the step's longest time is over. A
 * judgement never resets between steps. Every write is refused by the registry when a rollback came first.
 */
@WorkflowInterface
public interface RolloutWorkflow {
    /** Runs all steps. */
    @WorkflowMethod(name = "rollout")
    RolloutOutcome run(RolloutRequest request);

    /** A person's command, checked by the entity. */
    @SignalMethod
    void steer(RolloutCommand command);

    /** The model was rolled back: end without touching traffic. */
    @SignalMethod
    void overtaken(String reason);

    /** Where the rollout stands. */
    @QueryMethod
    RolloutStatus status();
}
