package dev.perennial.monitoring.compat.sample;

import dev.perennial.monitoring.Ascending;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.TreeMap;

/**
 * How often each value occurs in a reference and in a current sample, in the order of the values; missing values and
 * infinities are left out. Categories that are all numbers are ordered as numbers, as they are where a peer reads them from
 * a file; other categories by their characters.
 */
public final class ValueCounts {
    private final List<String> values;
    private final long[] reference;
    private final long[] current;

    private ValueCounts(List<String> values, long[] reference, long[] current) {
        this.values = values;
        this.reference = reference;
        this.current = current;
    }

    /** Counts two columns of one kind. */
    public static ValueCounts of(Column reference, Column current) {
        if (reference instanceof NumberColumn before && current instanceof NumberColumn after) {
            return ofNumbers(finite(before.values()), finite(after.values()));
        }
        if (reference instanceof CategoryColumn before && current instanceof CategoryColumn after) {
            return ofCategories(before, after);
        }
        throw new IllegalArgumentException("Cannot compare columns: one holds numbers, the other categories");
    }

    /** The finite values of a column of numbers. */
    public static double[] finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    private static ValueCounts ofNumbers(double[] before, double[] after) {
        double[] x = before.clone();
        double[] y = after.clone();
        Ascending.sort(x);
        Ascending.sort(y);
        double[] values = new double[x.length + y.length];
        int bin = 0;
        long[] left = new long[x.length + y.length];
        long[] right = new long[x.length + y.length];
        int i = 0;
        int j = 0;
        while (i < x.length || j < y.length) {
            double value = j >= y.length || (i < x.length && x[i] <= y[j]) ? x[i] : y[j];
            for (; i < x.length && x[i] == value; i++) {
                left[bin]++;
            }
            for (; j < y.length && y[j] == value; j++) {
                right[bin]++;
            }
            values[bin++] = value;
        }
        return new ValueCounts(
                new Written(Arrays.copyOf(values, bin)), Arrays.copyOf(left, bin), Arrays.copyOf(right, bin));
    }

    private static ValueCounts ofCategories(CategoryColumn before, CategoryColumn after) {
        Map<String, long[]> counts = new TreeMap<>();
        add(before, counts, 0);
        add(after, counts, 1);
        List<String> values = new ArrayList<>();
        counts.forEach((value, pair) -> {
            if (pair[0] + pair[1] > 0) {
                values.add(value);
            }
        });
        if (values.stream().allMatch(ValueCounts::isNumber)) {
            values.sort(Comparator.comparing(BigDecimal::new));
        }
        long[] left = new long[values.size()];
        long[] right = new long[values.size()];
        for (int bin = 0; bin < values.size(); bin++) {
            long[] pair = counts.getOrDefault(values.get(bin), new long[2]);
            left[bin] = pair[0];
            right[bin] = pair[1];
        }
        return new ValueCounts(List.copyOf(values), left, right);
    }

    private static void add(CategoryColumn column, Map<String, long[]> counts, int side) {
        long[] byCode = new long[column.dictionary().size()];
        for (int code : column.codes()) {
            if (code != CategoryColumn.MISSING) {
                byCode[code]++;
            }
        }
        for (int code = 0; code < byCode.length; code++) {
            counts.computeIfAbsent(column.dictionary().get(code), value -> new long[2])[side] += byCode[code];
        }
    }

    private static boolean isNumber(String value) {
        return value.length() < 30 && value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    }

    /** The distinct values in order, numbers as {@code Double.toString} writes them. */
    public List<String> values() {
        return values;
    }

    /** The number of distinct values of both samples. */
    public int size() {
        return values.size();
    }

    /** The number of distinct values of the reference. */
    public int referenceValues() {
        return (int) Arrays.stream(reference).filter(count -> count > 0).count();
    }

    /** The number of distinct values of the current sample. */
    public int currentValues() {
        return (int) Arrays.stream(current).filter(count -> count > 0).count();
    }

    /** The counts of the reference, in the order of the values. */
    public long[] reference() {
        return reference.clone();
    }

    /** The counts of the current sample, in the order of the values. */
    public long[] current() {
        return current.clone();
    }

    /** Rows of the reference with a value. */
    public long referenceRows() {
        return Arrays.stream(reference).sum();
    }

    /** Rows of the current sample with a value. */
    public long currentRows() {
        return Arrays.stream(current).sum();
    }

    /** The shares of the reference, in the order of the values. */
    public double[] referenceShares() {
        return shares(reference);
    }

    /** The shares of the current sample, in the order of the values. */
    public double[] currentShares() {
        return shares(current);
    }

    private static double[] shares(long[] counts) {
        double rows = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(count -> count / rows).toArray();
    }

    /* Numbers as text, each when it is asked for: writing 400,000 of them takes longer than counting them. */
    private static final class Written extends AbstractList<String> implements RandomAccess {
        private final double[] numbers;

        private Written(double[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public String get(int index) {
            return Double.toString(numbers[index]);
        }

        @Override
        public int size() {
            return numbers.length;
        }
    }
}
