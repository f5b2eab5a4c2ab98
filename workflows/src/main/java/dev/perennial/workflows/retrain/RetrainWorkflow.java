package dev.perennial.workflows.retrain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One retraining run: plan, snapshot, all candidates in parallel, validation of the best against the champion on the same
 * held-out later rows, registration. A candidate whose training fails is left out; the run fails only if all do.
 */
@WorkflowInterface
public interface RetrainWorkflow {
    /** Runs to the end, and records it. */
    @WorkflowMethod(name = "retrain")
    RetrainOutcome run(RetrainRequest request);
}
