package dev.perennial.workflows.review;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Optional;

/** What a review writes to the log. */
@ActivityInterface(namePrefix = "Review")
public interface ReviewActivities {
    /** Files the request. */
    @ActivityMethod
    void open(ReviewRequest request);

    /** Records the end, with the decision that made it, where a person made it. */
    @ActivityMethod
    void close(ReviewRequest request, ReviewOutcome outcome, Optional<ReviewDecision> decision);
}
