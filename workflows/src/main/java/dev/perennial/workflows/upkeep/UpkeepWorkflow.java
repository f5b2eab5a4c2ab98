package dev.perennial.workflows.upkeep;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One run of upkeep: each task on each model's log, piece by piece. A piece is one activity, which may be repeated. Rows
 * that are erased are gone for readers when their pieces are done, which is then recorded; their files go after the grace,
 * before the run ends. Started by a Temporal Schedule (overlap: skip) for all models, or by hand for one.
 */
@WorkflowInterface
public interface UpkeepWorkflow {
    /** Does what is asked. */
    @WorkflowMethod(name = "upkeep")
    UpkeepSummary run(UpkeepRequest request);

    /** What is done so far; an erasure counts as done when its rows are gone for readers. */
    @QueryMethod(name = "status")
    UpkeepSummary status();
}
