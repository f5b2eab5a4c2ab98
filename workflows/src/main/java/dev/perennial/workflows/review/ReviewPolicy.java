package dev.perennial.workflows.review;

import java.util.Optional;

/** Which decisions of a reviewer count. */
public final class ReviewPolicy {
    private ReviewPolicy() {}

    /**
     * Why the decision does not count; empty if it does. It counts for exactly the evidence that the review shows, and an
     * approval only from somebody other than whoever asked for the version, who may still reject it.
     */
    public static Optional<String> objection(ReviewRequest request, ReviewDecision decision) {
        if (!request.review().equals(decision.review())) {
            return Optional.of("Cannot decide review " + decision.review() + ": open is " + request.review());
        }
        if (!request.evidence().equals(decision.evidence())) {
            return Optional.of("Cannot decide review " + decision.review() + ": the decision is on evidence "
                    + decision.evidence().abbreviated() + ", the review shows "
                    + request.evidence().abbreviated());
        }
        if (decision.choice() == ReviewDecision.Choice.APPROVE
                && request.requester().filter(decision.actor()::equals).isPresent()) {
            return Optional.of("Cannot approve review " + decision.review() + ": " + decision.actor()
                    + " asked for this version, and somebody else must approve it");
        }
        return Optional.empty();
    }
}
