package dev.perennial.serving.gateway;

import java.math.BigInteger;

/**
 * Numbers as most clients write them, such as {@code -1.0625}: digits and a point. Each is one whole number divided by a
 * power of ten. Where both are exact in a double, so is the quotient's only rounding (W. D. Clinger, How to read floating
 * point numbers accurately, 1990); else the product with the power's inverse, to 128 bits, says how to round in all but
 * about one case of a thousand (D. Lemire, Number parsing at a gigabyte per second, 2021).
 */
final class PlainDecimal {
    /** As many as a long holds without its sign. */
    static final int MOST_DIGITS = 19;

    private static final int MOST_POWERS = 19;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;
    private static final double[] POWERS = new double[MOST_POWERS];
    /* Of the inverse of each power of ten the first 64 bits, and how far they are shifted to the left. */
    private static final long[] INVERSES = new long[MOST_POWERS];
    private static final int[] SHIFTS = new int[MOST_POWERS];

    static {
        for (int power = 0; power < MOST_POWERS; power++) {
            BigInteger ten = BigInteger.TEN.pow(power);
            POWERS[power] = ten.doubleValue();
            SHIFTS[power] = 63 + ten.subtract(BigInteger.ONE).bitLength();
            INVERSES[power] =
                    BigInteger.ONE.shiftLeft(SHIFTS[power]).divide(ten).longValue();
        }
    }

    private PlainDecimal() {}

    /**
     * The double nearest to the digits, read as one number without a sign, with the point before the last so many of them;
     * NaN if that takes more bits to tell.
     *
     * @param digits at most 19
     * @param decimals 0 to 18
     */
    static double of(long digits, int decimals) {
        if (digits >>> 53 == 0) {
            return digits / POWERS[decimals];
        }
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        long inverse = INVERSES[decimals];
        // The inverse is cut off: the true product is this one or more, by less than 1 in the high half.
        long high = Math.multiplyHigh(factor, inverse) + ((factor >> 63) & inverse) + ((inverse >> 63) & factor);
        long low = factor * inverse;
        int spare = high < 0 ? 11 : 10;
        long rest = high & ((1L << spare) - 1);
        long half = 1L << (spare - 1);
        if (rest == half - 1 || (rest == half && low == 0)) {
            return Double.NaN;
        }
        // From 2^52 to 2^53; the latter carries into the exponent, as it should.
        long mantissa = (high >>> spare) + (rest >= half ? 1 : 0);
        int exponent = 64 + spare - zeros - SHIFTS[decimals];
        return Double.longBitsToDouble(
                ((long) (exponent + MANTISSA_BITS + EXPONENT_BIAS - 1) << MANTISSA_BITS) + mantissa);
    }
}
