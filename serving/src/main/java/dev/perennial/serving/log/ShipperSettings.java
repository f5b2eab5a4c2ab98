package dev.perennial.serving.log;

import java.time.Duration;

/**
 * When sealed segments leave for the object store.
 *
 * @param flushEvery how long a record may wait in the write-ahead log before its segment is sealed
 */
public record ShipperSettings(Duration flushEvery, Duration firstRetryAfter, Duration lastRetryAfter) {
    /** Checks that all times are positive and in order. */
    public ShipperSettings {
        if (flushEvery.toMillis() < 1 || firstRetryAfter.toMillis() < 1) {
            throw new IllegalArgumentException("Invalid times: flush every " + flushEvery + ", first retry after "
                    + firstRetryAfter + ", expected at least a millisecond each");
        }
        if (lastRetryAfter.compareTo(firstRetryAfter) < 0) {
            throw new IllegalArgumentException("Invalid retry times: " + lastRetryAfter + " is less than "
                    + firstRetryAfter + ", expected rising ones");
        }
    }
}
