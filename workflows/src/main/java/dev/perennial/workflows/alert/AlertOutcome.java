package dev.perennial.workflows.alert;

import dev.perennial.registry.Actor;
import java.time.Instant;

/**
 * How an alert ended.
 *
 * @param at the event time of what was seen of its cause last
 */
public record AlertOutcome(Resolution resolution, Actor actor, Instant at, String sentence) {
    /** The possible ends. */
    public enum Resolution {
        /** What was broken is kept again. */
        KEPT_AGAIN,
        /** A person ended it. */
        BY_PERSON,
        /** Its workflow was cancelled. */
        CANCELLED
    }
}
