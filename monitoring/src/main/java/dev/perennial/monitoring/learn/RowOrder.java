package dev.perennial.monitoring.learn;

import java.util.Arrays;

/** Row indexes in ascending order of a number each; equal numbers keep their order. Linear in time: a radix sort. */
public final class RowOrder {
    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;

    private RowOrder() {}

    /** Orders finite or infinite numbers; both zeros are equal, and NaN comes last. */
    public static int[] ascending(double[] values) {
        long[] keys = new long[values.length];
        for (int row = 0; row < keys.length; row++) {
            long bits = Double.doubleToLongBits(values[row] + 0.0);
            keys[row] = bits ^ (bits >> 63 | Long.MIN_VALUE);
        }
        return ascendingUnsigned(keys);
    }

    /** Orders keys as unsigned numbers; the array is used up. */
    static int[] ascendingUnsigned(long[] keys) {
        int n = keys.length;
        int[] order = new int[n];
        for (int row = 0; row < n; row++) {
            order[row] = row;
        }
        long[] from = keys;
        long[] to = new long[n];
        int[] next = new int[n];
        int[] starts = new int[BUCKETS];
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            if (!count(from, shift, starts)) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                int at = starts[digit(from[i], shift)]++;
                to[at] = from[i];
                next[at] = order[i];
            }
            long[] keysBefore = from;
            from = to;
            to = keysBefore;
            int[] orderBefore = order;
            order = next;
            next = orderBefore;
        }
        return order;
    }

    /** Fills in where each digit's keys begin; false when all have the same digit. */
    private static boolean count(long[] keys, int shift, int[] starts) {
        Arrays.fill(starts, 0);
        for (long key : keys) {
            starts[digit(key, shift)]++;
        }
        int sum = 0;
        for (int digit = 0; digit < BUCKETS; digit++) {
            int count = starts[digit];
            if (count == keys.length) {
                return false;
            }
            starts[digit] = sum;
            sum += count;
        }
        return true;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & BUCKETS - 1;
    }
}
