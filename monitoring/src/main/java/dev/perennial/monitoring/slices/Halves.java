package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.performance.Blocks;
import dev.perennial.monitoring.performance.RowLosses;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The labelled rows in two halves: one to search, one to confirm. Blocks fall into the halves by turns. Independent rows
 * are put in an order that depends on their content alone and then drawn by chance, so that neither the order in which
 * they came nor what they hold decides.
 */
final class Halves {
    private final int[] search;
    private final int[] confirm;

    private Halves(int[] search, int[] confirm) {
        this.search = search;
        this.confirm = confirm;
    }

    int[] search() {
        return search;
    }

    int[] confirm() {
        return confirm;
    }

    /* Either half in the order of its content, so that sums over it do not depend on how the rows came. */
    static Halves of(int[] rows, Collection<Column> columns, RowLosses losses, Blocks blocks, long seed) {
        long[] keys = Arrays.stream(rows)
                .mapToLong(row -> content(row, columns, losses))
                .toArray();
        int[] order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> keys[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ordered = Arrays.stream(order).map(i -> rows[i]).toArray();
        boolean[] first = blocks.independent() ? drawn(rows.length, seed) : byTurns(ordered, blocks);
        return new Halves(
                IntStream.range(0, first.length)
                        .filter(i -> first[i])
                        .map(i -> ordered[i])
                        .toArray(),
                IntStream.range(0, first.length)
                        .filter(i -> !first[i])
                        .map(i -> ordered[i])
                        .toArray());
    }

    private static boolean[] drawn(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] coins = new boolean[rows];
        for (int rank = 0; rank < rows; rank++) {
            coins[rank] = random.nextBoolean();
        }
        return coins;
    }

    private static boolean[] byTurns(int[] rows, Blocks blocks) {
        int[] present = Arrays.stream(rows).map(blocks::of).distinct().sorted().toArray();
        boolean[] first = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            first[i] = Arrays.binarySearch(present, blocks.of(rows[i])) % 2 == 0;
        }
        return first;
    }

    private static long content(int row, Collection<Column> columns, RowLosses losses) {
        long hash = mix(
                Double.doubleToLongBits(losses.loss(row)) ^ mix(Double.doubleToLongBits(losses.beyondPromise(row))));
        for (Column column : columns) {
            long value = column instanceof NumberColumn numbers
                    ? Double.doubleToLongBits(numbers.values()[row] + 0.0)
                    : String.valueOf(((CategoryColumn) column).value(row)).hashCode();
            hash = mix(hash * 31 + value);
        }
        return hash;
    }

    /* The finalizer of MurmurHash3 (A. Appleby). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
