package dev.perennial.monitoring.joint;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A column as standardised numbers: missing numbers become the mean, categories their frequency in the reference with the
 * most frequent one for missing and zero for unseen ones; then mean 0 and variance 1 in the reference. A constant column
 * is 0 throughout the reference and keeps its distance from the constant elsewhere. Values further than a billion deviations
 * from the mean are as far as that.
 */
final class ColumnScale {
    /* Squares of such numbers, and sums of them over all rows, are still numbers. */
    private static final double LARGEST = 1e150;
    private static final double SMALLEST = 1e-100;
    private static final double MOST_DEVIATIONS = 1e9;

    private final Map<String, Double> frequencies;
    private final double fallback;
    private final double mean;
    private final double deviation;

    private ColumnScale(Map<String, Double> frequencies, double fallback, double mean, double deviation) {
        this.frequencies = frequencies;
        this.fallback = fallback;
        this.mean = mean;
        this.deviation = deviation;
    }

    static ColumnScale of(Column column) {
        ColumnScale raw = column instanceof NumberColumn numbers
                ? new ColumnScale(Map.of(), meanOf(numbers.values()), 0, 1)
                : ofCategories((CategoryColumn) column);
        double[] values = raw.raw(column);
        double mean = meanOf(values);
        double deviation = deviation(values, mean);
        boolean constant = !(deviation > 1e-12 * Math.abs(mean));
        return new ColumnScale(raw.frequencies, raw.fallback, mean, constant ? 1 : deviation);
    }

    private static ColumnScale ofCategories(CategoryColumn column) {
        long[] counts = new long[column.dictionary().size()];
        long missing = 0;
        for (int code : column.codes()) {
            if (code == CategoryColumn.MISSING) {
                missing++;
            } else {
                counts[code]++;
            }
        }
        Map<String, Long> byName = new TreeMap<>();
        List<String> names = column.dictionary();
        for (int code = 0; code < counts.length; code++) {
            byName.put(names.get(code), counts[code]);
        }
        String mode = "";
        long most = 0;
        for (Map.Entry<String, Long> entry : byName.entrySet()) {
            if (entry.getValue() > most) {
                mode = entry.getKey();
                most = entry.getValue();
            }
        }
        double rows = Math.max(1, column.rows());
        Map<String, Double> frequencies = new HashMap<>();
        for (Map.Entry<String, Long> entry : byName.entrySet()) {
            long count = entry.getValue() + (entry.getKey().equals(mode) ? missing : 0);
            frequencies.put(entry.getKey(), count / rows);
        }
        return new ColumnScale(frequencies, frequencies.getOrDefault(mode, 0.0), 0, 1);
    }

    /* The squares of the smallest numbers vanish, so these are taken in units of the largest of them. */
    private static double deviation(double[] values, double mean) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value - mean));
        }
        double unit = largest < SMALLEST ? largest : 1;
        if (unit == 0 || values.length == 0) {
            return 0;
        }
        double squares = 0;
        for (double value : values) {
            double distance = (value - mean) / unit;
            squares += distance * distance;
        }
        return unit * Math.sqrt(squares / values.length);
    }

    private static double meanOf(double[] values) {
        double sum = 0;
        long count = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                sum += within(value, LARGEST);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double within(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    /** One finite number a row. */
    double[] values(Column column) {
        double[] values = raw(column);
        for (int row = 0; row < values.length; row++) {
            values[row] = within((values[row] - mean) / deviation, MOST_DEVIATIONS);
        }
        return values;
    }

    private double[] raw(Column column) {
        double[] values = new double[column.rows()];
        if (column instanceof CategoryColumn categories) {
            double[] byCode = new double[categories.dictionary().size()];
            for (int code = 0; code < byCode.length; code++) {
                byCode[code] = frequencies.getOrDefault(categories.dictionary().get(code), 0.0);
            }
            for (int row = 0; row < values.length; row++) {
                int code = categories.codes()[row];
                values[row] = code == CategoryColumn.MISSING ? fallback : byCode[code];
            }
        } else {
            double[] source = ((NumberColumn) column).values();
            for (int row = 0; row < values.length; row++) {
                values[row] = Double.isFinite(source[row]) ? within(source[row], LARGEST) : fallback;
            }
        }
        return values;
    }
}
