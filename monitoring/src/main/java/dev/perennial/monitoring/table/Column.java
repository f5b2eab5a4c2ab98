package dev.perennial.monitoring.table;

/** One column of a {@link ColumnTable}. */
public sealed interface Column permits NumberColumn, CategoryColumn {

    /** The number of rows, missing ones included. */
    int rows();

    /** Whether a row has no value. */
    boolean missing(int row);

    /** The rows of the given indexes, in their order. */
    Column select(int[] rows);
}
