package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The profile of one window or segment: its row count and the counts of each column over the reference's bins.
 *
 * @param rows the number of rows; every column has as many, missing values included
 * @param columns the profiles by column name; a column that the segment lacked is absent
 */
public record TableProfile(long rows, SortedMap<String, ColumnProfile> columns) {

    /** The reserved name under which the model's score is profiled. */
    public static final String SCORE = "score";

    /** Checks that every column has the table's number of rows. */
    public TableProfile {
        Require.notNegative(rows, "row count");
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        for (var column : columns.entrySet()) {
            if (column.getValue().rows() != rows) {
                throw new IllegalArgumentException("Invalid profile: column " + column.getKey() + " has "
                        + column.getValue().rows() + " rows, the table has " + rows);
            }
        }
    }

    /** A builder that counts columns over frozen bins. */
    public static Builder builder(TableBins bins) {
        return new Builder(bins);
    }

    /** The profile of no rows: the neutral element of {@link #merge}. */
    public static TableProfile empty(TableBins bins) {
        Builder builder = new Builder(bins);
        for (var column : bins.columns().entrySet()) {
            if (column.getValue() instanceof NumericBins) {
                builder.numeric(column.getKey(), new double[0]);
            } else {
                builder.category(column.getKey(), new String[0]);
            }
        }
        return builder.build();
    }

    /** The profile of a column, if the segment had it. */
    public Optional<ColumnProfile> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /**
     * The sum of two profiles over the same bins. A column that only one of them has is dropped: its counts would not
     * cover the merged rows.
     */
    public TableProfile merge(TableProfile other) {
        TreeMap<String, ColumnProfile> merged = new TreeMap<>();
        for (var column : columns.entrySet()) {
            ColumnProfile that = other.columns.get(column.getKey());
            if (that != null) {
                merged.put(column.getKey(), column.getValue().merge(that));
            }
        }
        return new TableProfile(Math.addExact(rows, other.rows), merged);
    }

    /** Counts columns of one table; not thread-safe. */
    public static final class Builder {
        private final TableBins bins;
        private final TreeMap<String, ColumnProfile> columns = new TreeMap<>();
        private int rows = -1;

        private Builder(TableBins bins) {
            this.bins = bins;
        }

        /** Counts a numeric column; NaN is missing. */
        public Builder numeric(String name, double[] values) {
            if (!(bins.columns().get(name) instanceof NumericBins numeric)) {
                throw new IllegalArgumentException("Invalid column: " + name + " is not numeric in the reference");
            }
            return add(name, values.length, NumericProfile.of(numeric, values));
        }

        /** Counts a categorical column; null is missing. */
        public Builder category(String name, String[] values) {
            if (!(bins.columns().get(name) instanceof CategoryBins category)) {
                throw new IllegalArgumentException("Invalid column: " + name + " is not a category in the reference");
            }
            return add(name, values.length, CategoryProfile.of(category, values));
        }

        /** Counts the model's score. */
        public Builder score(double[] values) {
            return numeric(SCORE, values);
        }

        private Builder add(String name, int length, ColumnProfile profile) {
            if (rows >= 0) {
                Require.sameLength(rows, length, "column " + name);
            }
            rows = length;
            if (columns.putIfAbsent(name, profile) != null) {
                throw new IllegalArgumentException("Invalid column: " + name + " is given twice");
            }
            return this;
        }

        /** The profile of all columns given so far. */
        public TableProfile build() {
            return new TableProfile(Math.max(0, rows), columns);
        }
    }
}
