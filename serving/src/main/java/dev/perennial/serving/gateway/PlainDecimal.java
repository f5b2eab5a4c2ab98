package dev.perennial.serving.gateway;

/**
 * Reads numbers as most clients write them, such as {@code -1.0625}: a sign, at most fifteen digits, a point. Their value
 * is one whole number below 2^53 divided by one power of ten, both exact in a double, so the quotient is rounded once and
 * is the double nearest to what was written (W. D. Clinger, How to read floating point numbers accurately, 1990).
 */
final class PlainDecimal {
    private static final int MOST_DIGITS = 15;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private PlainDecimal() {}

    /** The number that these characters of JSON write; NaN if they write it otherwise. */
    static double read(char[] text, int offset, int length) {
        int at = offset;
        int end = offset + length;
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                count++;
                if (count > MOST_DIGITS) {
                    return Double.NaN;
                }
            } else if (text[at] == '.' && point < 0) {
                point = count;
            } else {
                return Double.NaN;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        double value = point < 0 ? digits : digits / POWERS[count - point];
        return negative ? -value : value;
    }
}
