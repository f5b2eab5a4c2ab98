package dev.perennial.serving.wal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how a log is written.
 *
 * @param segmentBytes the size at which a segment is sealed and the next begun
 * @param maxBytes the size of all segments together above which appends fail
 * @param forceWithin how long a written record may stay unforced under {@link Durability#WRITTEN}
 */
public record WalSettings(
        Path directory,
        String instance,
        long epoch,
        Durability durability,
        int segmentBytes,
        long maxBytes,
        Duration forceWithin) {
    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 256 << 20;

    /** Checks the sizes. */
    public WalSettings {
        if (segmentBytes < SMALLEST_SEGMENT || segmentBytes > LARGEST_SEGMENT) {
            throw new IllegalArgumentException("Invalid segment size: " + segmentBytes + " bytes, expected "
                    + SMALLEST_SEGMENT + " to " + LARGEST_SEGMENT);
        }
        if (maxBytes < segmentBytes) {
            throw new IllegalArgumentException(
                    "Invalid log size: " + maxBytes + " bytes, expected at least one segment of " + segmentBytes);
        }
        if (forceWithin.isNegative() || forceWithin.isZero()) {
            throw new IllegalArgumentException("Invalid force interval: " + forceWithin + ", expected more than zero");
        }
    }
}
