package dev.perennial.monitoring;

/** The checks that the records of this module make on their components; each throws {@link IllegalArgumentException}. */
public final class Require {

    private Require() {}

    /** Refuses NaN and the infinities, which have no JSON form and no order. */
    public static double finite(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is not a finite number");
        }
        return value;
    }

    /** Refuses anything outside the closed unit interval. */
    public static double share(double value, String what) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is not between 0 and 1");
        }
        return value;
    }

    /** Refuses anything outside the open unit interval: the domain of error rates and confidence levels. */
    public static double level(double value, String what) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is not strictly between 0 and 1");
        }
        return value;
    }

    /** Refuses negative counts. */
    public static long notNegative(long value, String what) {
        if (value < 0) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is negative");
        }
        return value;
    }

    /** Refuses negative, NaN and infinite amounts. */
    public static double notNegative(double value, String what) {
        finite(value, what);
        if (value < 0) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is negative");
        }
        return value;
    }

    /** Refuses amounts that are not finite and above zero. */
    public static double positive(double value, String what) {
        finite(value, what);
        if (value <= 0) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is not above 0");
        }
        return value;
    }

    /** Refuses counts below one. */
    public static long positive(long value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " is not above 0");
        }
        return value;
    }

    /** Refuses columns of different lengths. */
    public static void sameLength(int expected, int actual, String what) {
        if (expected != actual) {
            throw new IllegalArgumentException("Invalid " + what + ": " + actual + " rows, expected " + expected);
        }
    }

    /** Refuses blank text. */
    public static String text(String value, String what) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Invalid " + what + ": it is blank");
        }
        return value;
    }
}
