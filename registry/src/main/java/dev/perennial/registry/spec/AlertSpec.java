package dev.perennial.registry.spec;

import java.time.Duration;

/**
 * How alerts end.
 *
 * @param resolveAfter after how many windows in a row that keep what was broken an alert is resolved by itself
 * @param coolDown how long, in event time, after its resolution the same cause raises no new alert
 */
public record AlertSpec(int resolveAfter, Duration coolDown) {
    /** Checks the count. */
    public AlertSpec {
        if (resolveAfter < 1) {
            throw new IllegalArgumentException(
                    "Invalid alerts: resolveAfter is " + resolveAfter + ", expected at least 1");
        }
    }
}
