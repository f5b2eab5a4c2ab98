package dev.perennial.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people read them in sentences. What is stored or sent keeps its precision. */
public final class PlainTime {
    private PlainTime() {}

    /** The nearest second, such as {@code 2013-03-01T00:00:00Z}: an end just after the last row is no other moment. */
    public static String of(Instant instant) {
        return nearestSecond(instant).toString();
    }

    /** Whole days as days, {@code P7D}; anything else as Java writes it, {@code PT6H}. */
    public static String of(Duration duration) {
        Duration days = Duration.ofDays(duration.toDays());
        return duration.equals(days) && !duration.isZero() ? "P" + duration.toDays() + "D" : duration.toString();
    }

    static Instant nearestSecond(Instant instant) {
        return instant.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }
}
