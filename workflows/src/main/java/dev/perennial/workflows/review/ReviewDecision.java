package dev.perennial.workflows.review;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;

/** What a reviewer decided on exactly this evidence. */
public record ReviewDecision(
        String commandId, String review, Choice choice, Digest evidence, String comment, Actor actor) {
    /** Yes or no. */
    public enum Choice {
        /** Roll it out. */
        APPROVE,
        /** Do not. */
        REJECT
    }
}
