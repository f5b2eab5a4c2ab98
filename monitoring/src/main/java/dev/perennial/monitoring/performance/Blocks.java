package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Which rows share their circumstances: one block a row, such as the day in event time or the customer, or none at all
 * when every row is independent. Blocks are coded in the order of their keys, so a permutation of rows changes nothing.
 */
public final class Blocks {
    private final boolean independent;
    private final int[] codes;

    private Blocks(boolean independent, int[] codes) {
        this.independent = independent;
        this.codes = codes;
    }

    /** Every one of so many rows is independent. */
    public static Blocks independent(int rows) {
        Require.notNegative(rows, "row count");
        return new Blocks(true, new int[rows]);
    }

    /** One key a row; ISO dates sort in time. */
    public static Blocks of(String[] keys) {
        String[] sorted = new TreeSet<>(Arrays.asList(keys)).toArray(new String[0]);
        return new Blocks(
                false,
                Arrays.stream(keys)
                        .mapToInt(key -> Arrays.binarySearch(sorted, key))
                        .toArray());
    }

    /** Whether every row is independent. */
    public boolean independent() {
        return independent;
    }

    /** The number of rows. */
    public int rows() {
        return codes.length;
    }

    /** The block of a row, as a number from zero in the order of the keys; its own index when independent. */
    public int of(int row) {
        return independent ? row : codes[row];
    }

    /** The number of blocks that have a row. */
    public int count() {
        return independent
                ? codes.length
                : (int) Arrays.stream(codes).distinct().count();
    }

    /** One more than the largest code. */
    int bound() {
        return independent ? codes.length : Arrays.stream(codes).max().orElse(-1) + 1;
    }

    /** The rows of the given indexes; codes stay those of the whole. */
    public Blocks select(int[] rows) {
        return independent
                ? independent(rows.length)
                : new Blocks(false, Arrays.stream(rows).map(row -> codes[row]).toArray());
    }
}
