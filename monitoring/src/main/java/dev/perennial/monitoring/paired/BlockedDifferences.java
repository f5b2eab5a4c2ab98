package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Per-row differences of two losses on the same rows, summed by block (for instance the day in event time, whose rows
 * share their weather). Positive means that the first model lost more: the second is better.
 *
 * <p>Sums are kept in integer multiples of {@link #QUANTUM}, so merging is exact, order-free and gives the same bits on
 * any number of workers. One row is off by at most half a quantum.
 *
 * @param blocks the sums by block key; keys sort in event-time order (ISO dates do)
 */
public record BlockedDifferences(SortedMap<String, BlockSum> blocks) {

    /** The unit of the sums, 2^-36 (about 1.5e-11). */
    public static final double QUANTUM = 0x1p-36;

    private static final double LARGEST = 0x1p12;

    /**
     * The rows of one block.
     *
     * @param rows the number of rows, at least one
     * @param quanta the sum of their differences, in units of {@link BlockedDifferences#QUANTUM}
     */
    public record BlockSum(long rows, long quanta) {

        /** Refuses an empty block. */
        public BlockSum {
            if (rows < 1) {
                throw new IllegalArgumentException("Invalid block: " + rows + " rows");
            }
        }

        /** The sum of the differences. */
        public double sum() {
            return quanta * QUANTUM;
        }

        /** The mean difference of the block's rows. */
        public double mean() {
            return sum() / rows;
        }

        private BlockSum merge(BlockSum other) {
            return new BlockSum(Math.addExact(rows, other.rows), Math.addExact(quanta, other.quanta));
        }
    }

    /** Copies the map. */
    public BlockedDifferences {
        blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
    }

    /** No block at all: the neutral element of {@link #merge}. */
    public static BlockedDifferences empty() {
        return new BlockedDifferences(new TreeMap<>());
    }

    /**
     * Sums per-row differences by block.
     *
     * @throws IllegalArgumentException if a difference is not finite or beyond ±4096
     */
    public static BlockedDifferences of(double[] differences, String[] blocks) {
        Require.sameLength(differences.length, blocks.length, "block keys");
        TreeMap<String, long[]> sums = new TreeMap<>();
        for (int row = 0; row < differences.length; row++) {
            double difference = differences[row];
            if (!(Math.abs(difference) <= LARGEST)) {
                throw new IllegalArgumentException(
                        "Invalid difference in row " + row + ": " + difference + " is not within ±" + LARGEST);
            }
            long[] sum = sums.computeIfAbsent(blocks[row], key -> new long[2]);
            sum[0]++;
            sum[1] = Math.addExact(sum[1], (long) Math.rint(difference / QUANTUM));
        }
        TreeMap<String, BlockSum> result = new TreeMap<>();
        sums.forEach((key, sum) -> result.put(key, new BlockSum(sum[0], sum[1])));
        return new BlockedDifferences(result);
    }

    /** The losses of the first model minus those of the second, by block; positive means that the second is better. */
    public static BlockedDifferences ofLosses(
            Loss loss, double[] firstScores, double[] secondScores, boolean[] labels, String[] blocks) {
        return of(differences(loss, firstScores, secondScores, labels), blocks);
    }

    /** The losses of the first model minus those of the second, row by row. */
    public static double[] differences(Loss loss, double[] firstScores, double[] secondScores, boolean[] labels) {
        Require.sameLength(labels.length, firstScores.length, "first scores");
        Require.sameLength(labels.length, secondScores.length, "second scores");
        double[] differences = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            Require.share(firstScores[row], "score in row " + row);
            Require.share(secondScores[row], "score in row " + row);
            differences[row] = loss.of(firstScores[row], labels[row]) - loss.of(secondScores[row], labels[row]);
        }
        return differences;
    }

    /** The sum of two sets of rows; a block in both becomes one block. */
    public BlockedDifferences merge(BlockedDifferences other) {
        TreeMap<String, BlockSum> merged = new TreeMap<>(blocks);
        other.blocks.forEach((key, block) -> merged.merge(key, block, BlockSum::merge));
        return new BlockedDifferences(merged);
    }

    /** The number of rows in all blocks. */
    public long rows() {
        return blocks.values().stream().mapToLong(BlockSum::rows).sum();
    }
}
