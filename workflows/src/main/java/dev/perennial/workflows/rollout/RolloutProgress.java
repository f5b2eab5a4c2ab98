package dev.perennial.workflows.rollout;

import dev.perennial.registry.log.TrafficPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a rollout stands.
 *
 * @param plan the traffic plan of the step under way
 * @param enteredAt when (wall clock) the step was entered
 * @param pausedFor how long the step stood still in pauses that are over
 * @param pausedSince when (wall clock) the present pause began, if there is one
 */
public record RolloutProgress(TrafficPlan plan, Instant enteredAt, Duration pausedFor, Optional<Instant> pausedSince) {}
