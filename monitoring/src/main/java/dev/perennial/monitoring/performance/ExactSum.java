package dev.perennial.monitoring.performance;

import java.math.BigInteger;

/**
 * Sums that do not depend on the order of their terms: terms are rounded to integer multiples of a quantum, 2^-50 of the
 * largest, and integers are added. The error is at most n · 2^-51 of the largest term.
 */
final class ExactSum {
    private static final int BITS = 50;
    private static final int HALF = 26;
    private static final long LOW = (1L << HALF) - 1;

    private ExactSum() {}

    static double of(double[] values) {
        int exponent = quantumExponent(values, BITS);
        if (exponent == Integer.MAX_VALUE) {
            return Double.NaN;
        }
        long high = 0;
        long low = 0;
        for (double value : values) {
            long quanta = quanta(value, exponent);
            high += quanta >> HALF;
            low += quanta & LOW;
        }
        BigInteger sum = BigInteger.valueOf(high).shiftLeft(HALF).add(BigInteger.valueOf(low));
        return Math.scalb(sum.doubleValue(), exponent);
    }

    static double mean(double[] values) {
        return of(values) / values.length;
    }

    /* Integer.MAX_VALUE where a term is not finite. Subnormal quanta would lose their meaning, hence the floor. */
    static int quantumExponent(double[] values, int bits) {
        double largest = 0;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return Integer.MAX_VALUE;
            }
            largest = Math.max(largest, Math.abs(value));
        }
        return largest == 0 ? 0 : Math.max(-1000, Math.getExponent(largest) + 1 - bits);
    }

    static long quanta(double value, int exponent) {
        return (long) Math.rint(Math.scalb(value, -exponent));
    }
}
