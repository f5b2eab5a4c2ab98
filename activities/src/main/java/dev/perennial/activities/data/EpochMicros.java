package dev.perennial.activities.data;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as whole microseconds since the epoch, as the log's timestamps are stored. */
public final class EpochMicros {
    /** Microseconds in a UTC day, of which every one has the same. */
    public static final long PER_DAY = 86_400_000_000L;

    private EpochMicros() {}

    /** The microsecond that the instant lies in. */
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The first instant of the microsecond. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
