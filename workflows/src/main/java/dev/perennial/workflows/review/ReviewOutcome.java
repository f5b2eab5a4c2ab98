package dev.perennial.workflows.review;

/** How a review ended, and the sentence that says so. */
public record ReviewOutcome(Decision decision, String sentence) {
    /** The possible ends. */
    public enum Decision {
        /** A reviewer said yes. */
        APPROVED,
        /** A reviewer said no. */
        REJECTED,
        /** Nobody decided in time. */
        EXPIRED,
        /** The world moved on: the champion changed or the model was rolled back. */
        DISMISSED
    }
}
