package dev.perennial.workflows.rollout;

import dev.perennial.registry.Actor;

/** A person's hand on a rollout. */
public record RolloutCommand(String commandId, Verb verb, String reason, Actor actor) {
    /** What to do. */
    public enum Verb {
        /** Stay at this step. */
        PAUSE,
        /** Go on. */
        RESUME,
        /** Take the last step now. */
        PROMOTE,
        /** Give all traffic back to the champion. */
        ABORT
    }
}
