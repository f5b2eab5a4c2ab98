package dev.perennial.registry.log;

import java.time.Instant;

/**
 * How requests are shared while a challenger is rolled out. An entity's bucket is a salted hash in [0, 10000); buckets
 * below {@code basisPoints} are answered by the challenger, the others by the champion; both versions score every
 * request, so that each row is a pair. Zero basis points is a shadow.
 *
 * @param since the event time from which the plan's step counts
 */
public record TrafficPlan(String rollout, int challenger, int basisPoints, String salt, int step, Instant since) {
    /** Checks the share. */
    public TrafficPlan {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new IllegalArgumentException(
                    "Invalid traffic share: " + basisPoints + " basis points, expected 0 to 10000");
        }
    }
}
