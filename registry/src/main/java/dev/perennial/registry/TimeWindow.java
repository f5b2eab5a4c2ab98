package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

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

    /** Reads {@code start/duration} or {@code start/end}, both ISO 8601 in UTC; seconds may be left out. */
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

    @JsonValue
    @Override
    public String toString() {
        Duration length = length();
        String written =
                length.equals(Duration.ofDays(length.toDays())) ? "P" + length.toDays() + "D" : length.toString();
        return from + "/" + written;
    }
}
