package dev.perennial.workflows.rollout;

import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.spec.RolloutSpec;
import java.time.Duration;

/** A version that takes over step by step; {@code poll} is how often (wall clock) the judge looks. */
public record RolloutRequest(String rollout, ModelVersion challenger, int champion, RolloutSpec plan, Duration poll) {}
