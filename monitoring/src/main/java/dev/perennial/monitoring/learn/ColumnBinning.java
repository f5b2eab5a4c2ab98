package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.table.Column;

/** The bins of one column; bin 0 holds missing values. */
sealed interface ColumnBinning permits NumberBinning, CategoryBinning {

    /** The bin of a missing value. */
    int MISSING = 0;

    /** How many bins there are, that of missing values included. */
    int bins();

    /** Whether bins have no order. */
    boolean unordered();

    /** One code a row, unsigned. */
    byte[] codes(Column column);
}
