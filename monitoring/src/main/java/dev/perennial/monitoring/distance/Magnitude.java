package dev.perennial.monitoring.distance;

import java.util.Arrays;

/**
 * Powers of two that bring values of extreme size to about one, so that their squares and differences stay within the range
 * of numbers. Distances that have no unit are the same before and after; values of usual size are left as they are.
 */
final class Magnitude {
    private static final double LARGE = 0x1p300;
    private static final double SMALL = 0x1p-300;

    private Magnitude() {}

    /* The exponent of the power to divide by, for values of at most this size; zero for usual ones. */
    static int exponent(double largest) {
        return largest == 0 || (largest >= SMALL && largest <= LARGE) ? 0 : Math.getExponent(largest) + 1;
    }

    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    static double[] scaled(double[] values, int exponent) {
        return exponent == 0
                ? values
                : Arrays.stream(values)
                        .map(value -> Math.scalb(value, -exponent))
                        .toArray();
    }
}
