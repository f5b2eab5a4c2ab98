package dev.perennial.monitoring.detector;

/** The refusals of values, kept out of the hot path. */
final class Values {

    /* Sums of squares of larger values leave the range of numbers. */
    static final double LARGEST = 1e100;

    private Values() {}

    static IllegalArgumentException notAShare(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is not between 0 and 1");
    }

    static IllegalArgumentException notAnError(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is neither 0 (right) nor 1 (wrong)");
    }

    static IllegalArgumentException tooLarge(double value) {
        return Double.isFinite(value)
                ? new IllegalArgumentException("Invalid value: " + value + " is not within ±" + LARGEST)
                : notFinite(value);
    }

    static IllegalArgumentException notFinite(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is not a finite number");
    }
}
