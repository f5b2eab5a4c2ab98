package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;

/** Bins of equal depth with open ends; a value as large as a cut point lies below it. */
final class NumberBinning implements ColumnBinning {
    private static final int MOST = 254;

    private final double[] cuts;

    private NumberBinning(double[] cuts) {
        this.cuts = cuts;
    }

    static NumberBinning of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value + 0.0)
                .sorted()
                .toArray();
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        if (distinct.length <= MOST) {
            return new NumberBinning(Arrays.copyOf(distinct, Math.max(0, distinct.length - 1)));
        }
        double[] cuts = new double[MOST - 1];
        for (int cut = 0; cut < cuts.length; cut++) {
            cuts[cut] = sorted[(int) ((cut + 1L) * sorted.length / MOST) - 1];
        }
        double last = sorted[sorted.length - 1];
        return new NumberBinning(
                Arrays.stream(cuts).distinct().filter(cut -> cut < last).toArray());
    }

    @Override
    public int bins() {
        return cuts.length + 2;
    }

    @Override
    public boolean unordered() {
        return false;
    }

    @Override
    public byte[] codes(Column column) {
        byte[] codes = new byte[column.rows()];
        if (column instanceof NumberColumn numbers) {
            double[] values = numbers.values();
            for (int row = 0; row < codes.length; row++) {
                codes[row] = (byte) (Double.isNaN(values[row]) ? MISSING : 1 + below(values[row]));
            }
        }
        return codes;
    }

    private int below(double value) {
        int low = 0;
        int high = cuts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cuts[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
