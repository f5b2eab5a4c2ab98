package dev.perennial.serving.wal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how a log is written.
 *
 * @param segmentBytes the size at which a segment is sealed and the next begun
 * @param maxBytes the size of all segments together above which appends fail; two files of released segments may wait
 *     beside them
 * @param forceWithin how long a written record may stay unforced under {@link Durability#WRITTEN}
 * @param waitingBytes how much may wait in memory for a disk that stalls before appends fail
 * @param unwrittenRecords how many records may be acknowledged and unwritten under {@link Durability#ASYNC}
 */
public record WalSettings(
        Path directory,
        String instance,
        long epoch,
        Durability durability,
        int segmentBytes,
        long maxBytes,
        Duration forceWithin,
        long waitingBytes,
        int unwrittenRecords) {
    /** The default of {@link #unwrittenRecords}. */
    public static final int UNWRITTEN_RECORDS = 1024;

    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 256 << 20;
    private static final long WAITING_BYTES = 64L << 20;

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
        if (waitingBytes < 1 || unwrittenRecords < 1) {
            throw new IllegalArgumentException("Invalid limits: " + waitingBytes + " waiting bytes and "
                    + unwrittenRecords + " unwritten records, expected at least 1 each");
        }
    }

    /** With the standard limits on what waits in memory. */
    public WalSettings(
            Path directory,
            String instance,
            long epoch,
            Durability durability,
            int segmentBytes,
            long maxBytes,
            Duration forceWithin) {
        this(
                directory,
                instance,
                epoch,
                durability,
                segmentBytes,
                maxBytes,
                forceWithin,
                WAITING_BYTES,
                UNWRITTEN_RECORDS);
    }
}
