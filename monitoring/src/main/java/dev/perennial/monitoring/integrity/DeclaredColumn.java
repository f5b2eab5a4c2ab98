package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a table promises of one column.
 *
 * @param name the name of the column
 * @param kind what its values are
 * @param range the plausible numbers, if declared
 * @param staleAfter how long a value may stay the same or away in event time, if declared; only for a feature of the moment,
 *     whose one value serves all rows
 * @param mostMissing the largest tolerated share of missing values, if declared
 */
public record DeclaredColumn(
        String name,
        ColumnKind kind,
        Optional<Bounds> range,
        Optional<Duration> staleAfter,
        OptionalDouble mostMissing) {

    /** Checks the name and the limits. */
    public DeclaredColumn {
        Require.text(name, "column name");
        if (range.isPresent() && kind != ColumnKind.NUMBER) {
            throw new IllegalArgumentException("Invalid column: " + name + " has a range and is no number");
        }
        staleAfter.ifPresent(limit -> Require.positive(limit.toMillis(), "staleness limit of " + name));
        mostMissing.ifPresent(limit -> Require.share(limit, "largest missing share of " + name));
    }

    /**
     * The plausible values of a number, both ends included.
     *
     * @param low the least
     * @param high the largest, above the least
     */
    public record Bounds(double low, double high) {

        /** Checks the order. */
        public Bounds {
            Require.finite(low, "lower bound");
            Require.finite(high, "upper bound");
            if (low >= high) {
                throw new IllegalArgumentException("Invalid bounds: [" + low + ", " + high + "]");
            }
        }
    }

    /** A column of numbers of which nothing more is promised. */
    public static DeclaredColumn number(String name) {
        return of(name, ColumnKind.NUMBER);
    }

    /** A column of categories of which nothing more is promised. */
    public static DeclaredColumn category(String name) {
        return of(name, ColumnKind.CATEGORY);
    }

    private static DeclaredColumn of(String name, ColumnKind kind) {
        return new DeclaredColumn(name, kind, Optional.empty(), Optional.empty(), OptionalDouble.empty());
    }

    /** The same with plausible values. */
    public DeclaredColumn within(double low, double high) {
        return new DeclaredColumn(name, kind, Optional.of(new Bounds(low, high)), staleAfter, mostMissing);
    }

    /** The same with a limit to how long a value may stand. */
    public DeclaredColumn staleAfter(Duration limit) {
        return new DeclaredColumn(name, kind, range, Optional.of(limit), mostMissing);
    }

    /** The same with a limit to the share of missing values. */
    public DeclaredColumn missingAtMost(double share) {
        return new DeclaredColumn(name, kind, range, staleAfter, OptionalDouble.of(share));
    }
}
