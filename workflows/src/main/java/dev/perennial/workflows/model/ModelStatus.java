package dev.perennial.workflows.model;

import java.util.Optional;

/** What the entity is doing at this moment. */
public record ModelStatus(
        Phase phase, Optional<String> run, Optional<String> review, Optional<String> rollout, String sentence) {
    /** The stage of an episode. */
    public enum Phase {
        /** Nothing is under way. */
        IDLE,
        /** Candidates are trained and proven. */
        RETRAINING,
        /** A reviewer is asked. */
        REVIEW,
        /** A challenger gets traffic. */
        ROLLOUT
    }
}
