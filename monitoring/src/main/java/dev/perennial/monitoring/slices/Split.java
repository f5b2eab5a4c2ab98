package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.performance.Blocks;
import java.util.stream.IntStream;

/**
 * The mean of rows inside a region less that of the rows outside, with its standard error: Welch's for independent rows,
 * else from the sums of influences by block, with the number of blocks that have a row inside less one as degrees of
 * freedom.
 *
 * @param blocks the blocks that have a row inside; the rows inside when every row is independent
 * @param inside the rows inside
 * @param outside the rows outside
 * @param mean the mean inside
 * @param excess the mean inside less that outside
 * @param standardError its standard error
 * @param degrees its degrees of freedom, at least one
 */
record Split(long blocks, long inside, long outside, double mean, double excess, double standardError, double degrees) {

    static Split of(int[] rows, double[] values, boolean[] members, Blocks blocks) {
        Side in = new Side();
        Side out = new Side();
        for (int i = 0; i < values.length; i++) {
            (members[i] ? in : out).add(values[i]);
        }
        if (blocks.independent()) {
            double one = in.varianceOfMean();
            double other = out.varianceOfMean();
            double parts = one * one / in.degrees() + other * other / out.degrees();
            double degrees = parts > 0 ? Math.max(1, (one + other) * (one + other) / parts) : in.degrees();
            return new Split(
                    in.rows, in.rows, out.rows, in.mean(), in.mean() - out.mean(), Math.sqrt(one + other), degrees);
        }
        double[] sums = new double[IntStream.of(rows).map(blocks::of).max().orElse(0) + 1];
        boolean[] seen = new boolean[sums.length];
        for (int i = 0; i < rows.length; i++) {
            Side side = members[i] ? in : out;
            double influence = (values[i] - side.mean()) / Math.max(1, side.rows);
            int block = blocks.of(rows[i]);
            sums[block] += members[i] ? influence : -influence;
            seen[block] |= members[i];
        }
        long groups =
                IntStream.range(0, seen.length).filter(block -> seen[block]).count();
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        double error = Math.sqrt(groups / Math.max(1.0, groups - 1.0) * squares);
        return new Split(
                groups, in.rows, out.rows, in.mean(), in.mean() - out.mean(), error, Math.max(1.0, groups - 1.0));
    }

    /* The one-sided p value of "the excess is no more than tolerated". */
    double pValue(double tolerated) {
        double beyond = excess - tolerated;
        if (standardError == 0) {
            return beyond > 0 ? 0 : 1;
        }
        return Gaussian.studentUpperTail(beyond / standardError, degrees);
    }

    private static final class Side {
        private long rows;
        private double mean;
        private double squares;

        /* B. P. Welford, "Note on a method for calculating corrected sums of squares and products", 1962. */
        void add(double value) {
            rows++;
            double distance = value - mean;
            mean += distance / rows;
            squares += distance * (value - mean);
        }

        double mean() {
            return mean;
        }

        double degrees() {
            return Math.max(1, rows - 1);
        }

        double varianceOfMean() {
            return squares / degrees() / Math.max(1, rows);
        }
    }
}
