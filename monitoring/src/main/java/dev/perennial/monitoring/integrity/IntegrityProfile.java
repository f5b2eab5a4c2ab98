package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that integrity needs to know of some rows: one segment's, or, merged, a window's or a reference's. Merging is exact
 * and order-free: any split over any number of workers gives the same profile.
 *
 * @param rows all rows
 * @param order in which order the declared columns came
 * @param columns the facts by column, those that nobody declared included
 * @param digests a sample of the rows by what all their declared columns (and their event time) hold
 * @param freshness the moments of the columns with a declared limit, where event times were given
 * @param times the first and last event time, where given
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record IntegrityProfile(
        long rows,
        Order order,
        SortedMap<String, ColumnFacts> columns,
        DigestSample digests,
        SortedMap<String, Freshness> freshness,
        Optional<Times> times) {

    /** How many different rows are kept: shares of repeated rows are then known to about 1.5 %. */
    static final int SAMPLED_ROWS = 1024;

    /** In which order columns came. */
    public enum Order {
        /** As declared. */
        @JsonProperty("as-declared")
        AS_DECLARED,
        /** In another order, at least in some part. */
        @JsonProperty("another")
        ANOTHER
    }

    /**
     * The stretch of event time, in milliseconds since 1970.
     *
     * @param first the earliest
     * @param last the latest, not before the first
     */
    public record Times(long first, long last) {

        /** Checks the order. */
        public Times {
            if (last < first) {
                throw new IllegalArgumentException("Invalid times: " + last + " is before " + first);
            }
        }

        private Times merge(Times other) {
            return new Times(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    /** Copies the maps. */
    public IntegrityProfile {
        Require.notNegative(rows, "row count");
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        freshness = Collections.unmodifiableSortedMap(new TreeMap<>(freshness));
        for (var column : columns.entrySet()) {
            if (column.getValue().rows() > rows) {
                throw new IllegalArgumentException("Invalid profile: column " + column.getKey() + " has "
                        + column.getValue().rows() + " rows, the table has " + rows);
            }
        }
    }

    /** The profile of no rows: the neutral element of {@link #merge}. */
    public static IntegrityProfile empty() {
        return new IntegrityProfile(
                0,
                Order.AS_DECLARED,
                new TreeMap<>(),
                DigestSample.of(SAMPLED_ROWS, new long[0]),
                new TreeMap<>(),
                Optional.empty());
    }

    /** Looks at rows whose event times are not known; staleness cannot then be judged. */
    public static IntegrityProfile of(IntegrityFrame frame, ColumnTable table) {
        return of(frame, table, new long[0]);
    }

    /** Looks at rows with their event times, in milliseconds since 1970, one a row. */
    public static IntegrityProfile of(IntegrityFrame frame, ColumnTable table, long[] eventMillis) {
        boolean timed = eventMillis.length > 0;
        if (timed) {
            Require.sameLength(table.rows(), eventMillis.length, "event times");
        }
        TreeMap<String, ColumnFacts> columns = new TreeMap<>();
        TreeMap<String, Freshness> freshness = new TreeMap<>();
        long[] digests = new long[table.rows()];
        for (var entry : table.columns().entrySet()) {
            columns.put(entry.getKey(), ColumnFacts.of(frame, entry.getKey(), entry.getValue()));
        }
        for (DeclaredColumn declared : frame.columns()) {
            Optional<Column> column = table.column(declared.name());
            addTo(digests, column);
            if (timed && column.isPresent() && declared.staleAfter().isPresent()) {
                freshness.put(
                        declared.name(), Freshness.of(declared.staleAfter().get(), column.get(), eventMillis));
            }
        }
        for (int row = 0; row < eventMillis.length; row++) {
            digests[row] = Digests.then(digests[row], eventMillis[row]);
        }
        return new IntegrityProfile(
                table.rows(),
                order(frame, table),
                columns,
                DigestSample.of(SAMPLED_ROWS, digests),
                freshness,
                timed
                        ? Optional.of(new Times(
                                Arrays.stream(eventMillis).min().orElseThrow(),
                                Arrays.stream(eventMillis).max().orElseThrow()))
                        : Optional.empty());
    }

    private static Order order(IntegrityFrame frame, ColumnTable table) {
        List<String> declared =
                frame.names().stream().filter(table.columns()::containsKey).toList();
        List<String> arrived = table.names().stream().filter(declared::contains).toList();
        return arrived.equals(declared) ? Order.AS_DECLARED : Order.ANOTHER;
    }

    private static void addTo(long[] digests, Optional<Column> column) {
        if (column.orElse(null) instanceof NumberColumn numbers) {
            for (int row = 0; row < digests.length; row++) {
                digests[row] = Digests.then(digests[row], Digests.of(numbers.values()[row]));
            }
        } else if (column.orElse(null) instanceof CategoryColumn words) {
            long[] byCode = words.dictionary().stream().mapToLong(Digests::of).toArray();
            for (int row = 0; row < digests.length; row++) {
                int code = words.codes()[row];
                digests[row] =
                        Digests.then(digests[row], code == CategoryColumn.MISSING ? Digests.MISSING : byCode[code]);
            }
        } else {
            Arrays.setAll(digests, row -> Digests.then(digests[row], Digests.MISSING));
        }
    }

    /** The facts of a column, if any part of the rows had it. */
    public Optional<ColumnFacts> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** The profile of all rows of both, which must have been looked at with the same frame. */
    public IntegrityProfile merge(IntegrityProfile other) {
        TreeMap<String, ColumnFacts> merged = new TreeMap<>(columns);
        other.columns.forEach((name, facts) -> merged.merge(name, facts, ColumnFacts::merge));
        TreeMap<String, Freshness> moments = new TreeMap<>(freshness);
        other.freshness.forEach((name, facts) -> moments.merge(name, facts, Freshness::merge));
        Optional<Times> both = times.isPresent() && other.times.isPresent()
                ? Optional.of(times.get().merge(other.times.get()))
                : times.or(other::times);
        return new IntegrityProfile(
                Math.addExact(rows, other.rows),
                order == Order.AS_DECLARED ? other.order : order,
                merged,
                digests.merge(other.digests),
                moments,
                both);
    }
}
