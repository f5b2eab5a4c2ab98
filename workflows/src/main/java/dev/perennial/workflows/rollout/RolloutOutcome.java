package dev.perennial.workflows.rollout;

/** How a rollout ended, and the sentence that says so. */
public record RolloutOutcome(End end, String sentence) {
    /** The possible ends. */
    public enum End {
        /** The challenger is champion. */
        PROMOTED,
        /** The judge took it back. */
        ROLLED_BACK,
        /** A person took it back. */
        ABORTED,
        /** The longest time passed without a verdict: all traffic is back at the champion. */
        HELD,
        /** A rollback or another promotion came first. */
        OVERTAKEN
    }
}
