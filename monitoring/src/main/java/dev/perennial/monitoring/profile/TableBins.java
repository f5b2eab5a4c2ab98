package dev.perennial.monitoring.profile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bins of every column of a table, cut once from the reference and stored with it; profiles of later windows are
 * counted over the same bins and can therefore be added and compared.
 *
 * @param columns the bins by column name; the model's score is the column {@link TableProfile#SCORE}
 */
public record TableBins(SortedMap<String, ColumnBins> columns) {

    /** Copies the map. */
    public TableBins {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    /** A builder without columns. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects columns; not thread-safe. */
    public static final class Builder {
        private final TreeMap<String, ColumnBins> columns = new TreeMap<>();

        private Builder() {}

        /** Cuts a numeric column of the reference; NaN is missing. */
        public Builder numeric(String name, double[] reference) {
            return add(name, NumericBins.of(reference));
        }

        /** Chooses the categories of a column of the reference; null is missing. */
        public Builder category(String name, String[] reference) {
            return add(name, CategoryBins.of(reference));
        }

        /** Cuts the model's score on the reference. */
        public Builder score(double[] reference) {
            return numeric(TableProfile.SCORE, reference);
        }

        /** Adds bins made elsewhere. */
        public Builder add(String name, ColumnBins bins) {
            if (columns.putIfAbsent(name, bins) != null) {
                throw new IllegalArgumentException("Invalid column: " + name + " is given twice");
            }
            return this;
        }

        /** The bins of all columns given so far. */
        public TableBins build() {
            return new TableBins(columns);
        }
    }
}
