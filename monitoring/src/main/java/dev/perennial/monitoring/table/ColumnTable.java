package dev.perennial.monitoring.table;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a window or reference by named column, in declared order; what statistics over single rows read. */
public final class ColumnTable {
    private final int rows;
    private final Map<String, Column> columns;

    private ColumnTable(int rows, Map<String, Column> columns) {
        this.rows = rows;
        this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** A builder for columns of so many rows. */
    public static Builder builder(int rows) {
        Require.notNegative(rows, "row count");
        return new Builder(rows);
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The names, in the order in which the columns were given. */
    public List<String> names() {
        return new ArrayList<>(columns.keySet());
    }

    /** The columns by name, in the order in which they were given. */
    public Map<String, Column> columns() {
        return columns;
    }

    /** The column of a name, if the table has it. */
    public Optional<Column> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** The rows of the given indexes, in their order. */
    public ColumnTable select(int[] indexes) {
        Map<String, Column> selected = new LinkedHashMap<>();
        columns.forEach((name, column) -> selected.put(name, column.select(indexes)));
        return new ColumnTable(indexes.length, selected);
    }

    /** Collects columns; not thread-safe. */
    public static final class Builder {
        private final int rows;
        private final Map<String, Column> columns = new LinkedHashMap<>();

        private Builder(int rows) {
            this.rows = rows;
        }

        /** Adds numbers; NaN is missing. */
        public Builder numbers(String name, double[] values) {
            return add(name, new NumberColumn(values));
        }

        /** Adds categories; null is missing. */
        public Builder categories(String name, @Nullable String[] values) {
            return add(name, CategoryColumn.of(values));
        }

        /** Adds a column. */
        public Builder add(String name, Column column) {
            Require.sameLength(rows, column.rows(), "rows of column " + name);
            if (columns.putIfAbsent(name, column) != null) {
                throw new IllegalArgumentException("Invalid column: " + name + " is given twice");
            }
            return this;
        }

        /** The table of all columns given so far. */
        public ColumnTable build() {
            return new ColumnTable(rows, columns);
        }
    }
}
