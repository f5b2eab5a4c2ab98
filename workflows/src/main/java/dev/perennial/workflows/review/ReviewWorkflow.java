package dev.perennial.workflows.review;

import dev.perennial.workflows.CommandResult;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One request in the review queue, with a deadline (wall clock: people live in it). Ends at the first valid decision. */
@WorkflowInterface
public interface ReviewWorkflow {
    /** Files the request, waits, records the end. */
    @WorkflowMethod(name = "review")
    ReviewOutcome run(ReviewRequest request);

    /** A decision; refused if the evidence is not what the review shows, or the review is over. */
    @UpdateMethod
    CommandResult decide(ReviewDecision decision);

    /** A decision forwarded by the entity, which has checked it. */
    @SignalMethod
    void decided(ReviewDecision decision);

    /** The request is void. */
    @SignalMethod
    void dismiss(String reason);
}
