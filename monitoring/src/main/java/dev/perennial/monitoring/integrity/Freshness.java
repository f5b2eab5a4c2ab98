package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a feature of the moment was in each short period of event time: how long it stood still can be read from it,
 * whatever order the rows came in and however they were split.
 *
 * @param periodMillis the length of a period, an eighth of the declared limit
 * @param moments what the feature was in each period that had rows, by the period's number since 1970
 */
public record Freshness(long periodMillis, SortedMap<Long, Moment> moments) {
    private static final int PERIODS_PER_LIMIT = 8;

    /** Copies the moments. */
    public Freshness {
        Require.positive(periodMillis, "length of a period");
        moments = Collections.unmodifiableSortedMap(new TreeMap<>(moments));
    }

    /** What the rows of one period held. */
    public enum Held {
        /** No value at all. */
        @JsonProperty("nothing")
        NOTHING,
        /** One value, the same in all rows that had one. */
        @JsonProperty("one-value")
        ONE_VALUE,
        /** Several values: it was refreshed. */
        @JsonProperty("several-values")
        SEVERAL_VALUES
    }

    /**
     * One period.
     *
     * @param held what its rows held
     * @param digest of the one value; zero when there is not exactly one
     */
    public record Moment(Held held, long digest) {

        private static Moment nothing() {
            return new Moment(Held.NOTHING, 0);
        }

        private Moment merge(Moment other) {
            if (held == Held.NOTHING) {
                return other;
            }
            if (other.held == Held.NOTHING || equals(other)) {
                return this;
            }
            return new Moment(Held.SEVERAL_VALUES, 0);
        }
    }

    /** Looks at a column whose rows have these event times, in milliseconds since 1970. */
    static Freshness of(Duration limit, Column column, long[] eventMillis) {
        long period = Math.max(1, limit.toMillis() / PERIODS_PER_LIMIT);
        TreeMap<Long, Moment> moments = new TreeMap<>();
        for (int row = 0; row < eventMillis.length; row++) {
            Moment moment = column.missing(row) ? Moment.nothing() : new Moment(Held.ONE_VALUE, digest(column, row));
            moments.merge(Math.floorDiv(eventMillis[row], period), moment, Moment::merge);
        }
        return new Freshness(period, moments);
    }

    private static long digest(Column column, int row) {
        if (column instanceof NumberColumn numbers) {
            return Digests.of(numbers.values()[row]);
        }
        CategoryColumn words = (CategoryColumn) column;
        return Digests.of(words.dictionary().get(words.codes()[row]));
    }

    /** The periods of both. */
    public Freshness merge(Freshness other) {
        if (periodMillis != other.periodMillis) {
            throw new IllegalArgumentException(
                    "Cannot merge freshness: periods of " + periodMillis + " ms and of " + other.periodMillis + " ms");
        }
        TreeMap<Long, Moment> merged = new TreeMap<>(moments);
        other.moments.forEach((period, moment) -> merged.merge(period, moment, Moment::merge));
        return new Freshness(periodMillis, merged);
    }

    /**
     * The longest time from the first to the last period in which the feature was seen to hold the same value or none,
     * without another value between; too short by less than two periods, never too long. Zero when it always changed.
     */
    public Duration longestStandstill() {
        long longest = 0;
        long from = 0;
        Moment standing = new Moment(Held.SEVERAL_VALUES, 0);
        for (var entry : moments.entrySet()) {
            Moment moment = entry.getValue();
            boolean returned = standing.held == Held.NOTHING && moment.held != Held.NOTHING;
            Moment together = standing.merge(moment);
            if (together.held == Held.SEVERAL_VALUES || returned) {
                longest = Math.max(longest, returned ? entry.getKey() - from : 0);
                from = entry.getKey();
                together = moment;
            }
            standing = together;
            longest = Math.max(longest, entry.getKey() - from);
        }
        return Duration.ofMillis(Math.multiplyExact(Math.max(0, longest - 1), periodMillis));
    }
}
