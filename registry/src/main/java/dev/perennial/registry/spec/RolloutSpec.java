package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.List;

/** How a version takes over: steps in order, the judge's error rate and minimum, and the probation after the last step. */
public record RolloutSpec(
        List<Step> steps, double falseRollback, int minRequests, Duration maxStepDuration, Duration probation) {
    /** Copies the steps. */
    public RolloutSpec {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("Invalid rollout: no steps, expected at least 100 %");
        }
    }

    /** One step: the challenger's share of traffic in basis points (0 is shadow) for at least {@code duration} of event time. */
    public record Step(int basisPoints, Duration duration) {
        /** Checks the share. */
        public Step {
            if (basisPoints < 0 || basisPoints > 10_000) {
                throw new IllegalArgumentException(
                        "Invalid rollout share: " + basisPoints + " basis points, expected 0 to 10000");
            }
        }

        /** {@code shadow}, {@code 5 %} and so on. */
        public String label() {
            return basisPoints == 0
                    ? "shadow"
                    : (basisPoints % 100 == 0 ? String.valueOf(basisPoints / 100) : String.valueOf(basisPoints / 100.0))
                            + " %";
        }
    }
}
