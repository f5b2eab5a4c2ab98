package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A half-open stretch of event time, {@code [from, to)}, written {@code 2013-06-03T00:00:00Z/P7D}. */
public record TimeWindow(Instant from, Instant to) implements Comparable<TimeWindow> {
    /** Checks that the window is not empty. */
    public TimeWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("Invalid window: from " + from + " is not before to " + to);
        }
    }

    /** The window that starts at {@code from} and lasts {@code length}. */
    public static TimeWindow startingAt(Instant from, Duration length) {
        return new TimeWindow(from, from.plus(length));
    }

    /** Reads {@code start/duration} or {@code start/end}, ISO 8601 in UTC; seconds, and midnight, may be left out. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TimeWindow parse(String text) {
        int slash = text.indexOf('/');
        try {
            Instant from = instant(text.substring(0, slash));
            String end = text.substring(slash + 1);
            return new TimeWindow(from, end.startsWith("P") ? from.plus(Duration.parse(end)) : instant(end));
        } catch (IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "Invalid window: '" + text + "', expected the form 2013-06-03T00:00Z/P7D", e);
        }
    }

    private static Instant instant(String text) {
        if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return Instant.parse(text + "T00:00:00Z");
        }
        return Instant.parse(text.matches(".*T\\d{2}:\\d{2}Z") ? text.replace("Z", ":00Z") : text);
    }

    /** How long the window lasts. */
    public Duration length() {
        return Duration.between(from, to);
    }

    /** Whether the instant lies in the window. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    @Override
    public int compareTo(TimeWindow other) {
        int byStart = from.compareTo(other.from);
        return byStart != 0 ? byStart : to.compareTo(other.to);
    }

    /** The window as sentences name it: {@code 2013-06-03/P7D} from midnight to midnight, bounds to the second. */
    public String label() {
        Instant start = PlainTime.nearestSecond(from);
        Instant end = PlainTime.nearestSecond(to);
        if (!start.isBefore(end)) {
            return toString();
        }
        String length = PlainTime.of(Duration.between(start, end));
        boolean wholeDays = isMidnight(start) && isMidnight(end);
        return (wholeDays ? start.toString().replace("T00:00:00Z", "") : start) + "/" + length;
    }

    private static boolean isMidnight(Instant instant) {
        return instant.equals(instant.truncatedTo(ChronoUnit.DAYS));
    }

    @JsonValue
    @Override
    public String toString() {
        return from + "/" + PlainTime.of(length());
    }
}
