package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;

/**
 * The standard error of a metric from the influence of each row on it: near the truth a smooth metric moves by the mean of
 * its rows' influences, so its variance is that of a mean, with rows added up by block before they are squared.
 *
 * <p>With G blocks that have a row of influence and sums s_g over them the variance is G/(G-1) · Σ s_g² / N², with G - 1
 * degrees of freedom; independent rows are blocks of one. Influences have mean zero; they are rounded to 2^-36 of the
 * largest so that their order does not matter.
 *
 * <p>Sources: F. R. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974); clusters as in A. C.
 * Cameron, D. L. Miller, "A practitioner's guide to cluster-robust inference", Journal of Human Resources 50 (2015).
 */
final class Influence {
    private static final int BITS = 36;

    private final double standardError;
    private final int blocks;

    private Influence(double standardError, int blocks) {
        this.standardError = standardError;
        this.blocks = blocks;
    }

    /* One influence a row of the blocks; rows beyond the metric's denominator have influence zero and do not count. */
    static Influence of(double[] influence, boolean[] counts, Blocks blocks) {
        Require.sameLength(blocks.rows(), influence.length, "influences");
        int exponent = ExactSum.quantumExponent(influence, BITS);
        if (exponent == Integer.MAX_VALUE) {
            return new Influence(Double.NaN, 0);
        }
        long[] sums = new long[blocks.bound()];
        boolean[] seen = new boolean[sums.length];
        for (int row = 0; row < influence.length; row++) {
            int block = blocks.of(row);
            seen[block] |= counts[row];
            sums[block] += ExactSum.quanta(influence[row], exponent);
        }
        int groups = 0;
        double[] terms = new double[sums.length];
        for (int block = 0; block < sums.length; block++) {
            groups += seen[block] ? 1 : 0;
            terms[block] = (double) sums[block] * sums[block];
        }
        double squares = ExactSum.of(terms);
        double n = influence.length;
        double variance = groups < 2 ? 0 : groups / (groups - 1.0) * squares / (n * n);
        return new Influence(Math.scalb(Math.sqrt(variance), exponent), groups);
    }

    static Influence of(double[] influence, Blocks blocks) {
        boolean[] all = new boolean[influence.length];
        Arrays.fill(all, true);
        return of(influence, all, blocks);
    }

    /* Zero where all blocks agree exactly; meaningless below two blocks. */
    double standardError() {
        return standardError;
    }

    int blocks() {
        return blocks;
    }

    double degreesOfFreedom() {
        return blocks - 1.0;
    }
}
