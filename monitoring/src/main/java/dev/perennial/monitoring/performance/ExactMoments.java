package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.math.BigInteger;

/**
 * The exact sum and sum of squares of a quantity by row, in integer multiples of 2^-36, so that merging parts in any order
 * gives the same bits; one row is off by at most half a quantum.
 *
 * @param sum the sum, in quanta
 * @param squares the sum of the squares, in quanta
 */
public record ExactMoments(BigInteger sum, BigInteger squares) {

    /** The unit of both sums. */
    public static final double QUANTUM = 0x1p-36;

    /** No row at all: the neutral element of {@link #merge}. */
    public static final ExactMoments NONE = new ExactMoments(BigInteger.ZERO, BigInteger.ZERO);

    /** Refuses a negative sum of squares. */
    public ExactMoments {
        if (squares.signum() < 0) {
            throw new IllegalArgumentException("Invalid sum of squares: " + squares + " is negative");
        }
    }

    /** The sums over both sets of rows. */
    public ExactMoments merge(ExactMoments other) {
        return new ExactMoments(sum.add(other.sum), squares.add(other.squares));
    }

    /** The mean of so many rows, at least one. */
    public double mean(long rows) {
        return total() / Require.positive(rows, "row count");
    }

    /** The sum. */
    public double total() {
        return sum.doubleValue() * QUANTUM;
    }

    /** The variance of so many rows, at least two, with denominator rows - 1. */
    public double variance(long rows) {
        if (rows < 2) {
            throw new IllegalArgumentException("Invalid row count: " + rows + ", expected at least 2");
        }
        double mean = mean(rows);
        return Math.max(0, squares.doubleValue() * QUANTUM - rows * mean * mean) / (rows - 1.0);
    }

    /* Adds up without allocation; 2^31 rows fit. Not thread-safe. */
    static final class Adder {
        private static final int HALF = 26;
        private static final long LOW = (1L << HALF) - 1;

        private long high;
        private long low;
        private long squaresHigh;
        private long squaresLow;

        void add(double value) {
            long quanta = (long) Math.rint(value / QUANTUM);
            long squared = (long) Math.rint(value * value / QUANTUM);
            high += quanta >> HALF;
            low += quanta & LOW;
            squaresHigh += squared >> HALF;
            squaresLow += squared & LOW;
        }

        ExactMoments moments() {
            return new ExactMoments(join(high, low), join(squaresHigh, squaresLow));
        }

        private static BigInteger join(long high, long low) {
            return BigInteger.valueOf(high).shiftLeft(HALF).add(BigInteger.valueOf(low));
        }
    }
}
