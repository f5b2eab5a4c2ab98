package dev.perennial.monitoring.table;

import java.util.Arrays;

/**
 * Numbers by row; NaN is missing, infinities are values that some data really holds. The array is not copied: whoever
 * hands it over leaves it as it is.
 */
public final class NumberColumn implements Column {
    private final double[] values;

    /** Takes the values. */
    public NumberColumn(double[] values) {
        this.values = values;
    }

    /** The values; not a copy, to be read only. */
    public double[] values() {
        return values;
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public boolean missing(int row) {
        return Double.isNaN(values[row]);
    }

    @Override
    public NumberColumn select(int[] rows) {
        return new NumberColumn(
                Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
    }
}
