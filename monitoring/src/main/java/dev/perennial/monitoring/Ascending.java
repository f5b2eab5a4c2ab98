package dev.perennial.monitoring;

import java.util.Arrays;

/**
 * Puts numbers in the order of {@link Double#compare}, as {@link Arrays#sort(double[])} does: long columns digit by digit
 * of their bits, which takes a time proportional to their length.
 *
 * <p>Beside the numbers it holds two words a number while it works. Safe for use by several threads.
 */
public final class Ascending {
    /* Below, the digits' counters cost more than comparisons. */
    private static final int FEW = 4096;

    private static final int BITS = 11;
    private static final int DIGITS = 6;
    private static final int MASK = (1 << BITS) - 1;

    private Ascending() {}

    /** Sorts in place. */
    public static void sort(double[] values) {
        if (values.length < FEW) {
            Arrays.sort(values);
            return;
        }
        long[] keys = new long[values.length];
        int[][] starts = new int[DIGITS][MASK + 1];
        for (int index = 0; index < keys.length; index++) {
            long key = key(values[index]);
            keys[index] = key;
            for (int digit = 0; digit < DIGITS; digit++) {
                starts[digit][(int) (key >>> (digit * BITS)) & MASK]++;
            }
        }
        long[] spare = new long[keys.length];
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * BITS;
            if (starts[digit][(int) (keys[0] >>> shift) & MASK] == keys.length) {
                continue;
            }
            move(keys, spare, shift, accumulated(starts[digit]));
            long[] moved = spare;
            spare = keys;
            keys = moved;
        }
        for (int index = 0; index < keys.length; index++) {
            values[index] = value(keys[index]);
        }
    }

    /** The finite values in order, in an array of their own; minus zero counts as zero. */
    public static double[] finite(double[] values) {
        double[] finite = new double[values.length];
        int size = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                finite[size++] = value + 0.0;
            }
        }
        double[] sorted = size == finite.length ? finite : Arrays.copyOf(finite, size);
        sort(sorted);
        return sorted;
    }

    private static void move(long[] from, long[] to, int shift, int[] next) {
        for (long key : from) {
            to[next[(int) (key >>> shift) & MASK]++] = key;
        }
    }

    /* Where the keys of each digit begin, from how many there are. */
    private static int[] accumulated(int[] counts) {
        int start = 0;
        for (int digit = 0; digit < counts.length; digit++) {
            int count = counts[digit];
            counts[digit] = start;
            start += count;
        }
        return counts;
    }

    /* Unsigned order of keys is the order of numbers: negative numbers are turned over, the others moved above them. */
    private static long key(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ (bits >> (Long.SIZE - 1) | Long.MIN_VALUE);
    }

    private static double value(long key) {
        return Double.longBitsToDouble(key ^ (~(key >> (Long.SIZE - 1)) | Long.MIN_VALUE));
    }
}
