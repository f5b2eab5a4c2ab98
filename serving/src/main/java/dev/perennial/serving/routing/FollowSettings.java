package dev.perennial.serving.routing;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a gateway follows the registry.
 *
 * @param pollEvery how often it asks for the next feed line
 * @param reconcileEvery how often it looks at the heads of all logs, for feed lines that were lost
 * @param presenceEvery how often it says that it is there
 */
public record FollowSettings(
        Path cache, Duration pollEvery, Duration reconcileEvery, Duration presenceEvery, String instance, long epoch) {
    /** Checks that the intervals are positive. */
    public FollowSettings {
        if (pollEvery.toMillis() < 1 || reconcileEvery.toMillis() < 1 || presenceEvery.toMillis() < 1) {
            throw new IllegalArgumentException("Invalid intervals: poll " + pollEvery + ", reconcile " + reconcileEvery
                    + ", presence " + presenceEvery + ", expected at least a millisecond each");
        }
    }
}
