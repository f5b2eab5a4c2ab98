package dev.perennial.workflows.rollout;

/** Where a rollout stands. */
public record RolloutStatus(
        String rollout, int step, String stepLabel, boolean paused, String lastVerdict, String because) {}
