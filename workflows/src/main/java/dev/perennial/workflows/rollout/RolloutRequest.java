package dev.perennial.workflows.rollout;

import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.spec.RolloutSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * A version that takes over step by step.
 *
 * @param poll how often (wall clock) the judge looks
 * @param progress where an earlier run of the same rollout stood when its history had grown long
 */
public record RolloutRequest(
        String rollout,
        ModelVersion challenger,
        int champion,
        RolloutSpec plan,
        Duration poll,
        Optional<RolloutProgress> progress) {
    /** A rollout that has not begun. */
    public RolloutRequest(String rollout, ModelVersion challenger, int champion, RolloutSpec plan, Duration poll) {
        this(rollout, challenger, champion, plan, poll, Optional.empty());
    }
}
