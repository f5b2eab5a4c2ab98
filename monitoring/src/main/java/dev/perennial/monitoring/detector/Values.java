package dev.perennial.monitoring.detector;

/** The refusals of values, kept out of the hot path. */
final class Values {

    private Values() {}

    static IllegalArgumentException notAShare(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is not between 0 and 1");
    }

    static IllegalArgumentException notAnError(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is neither 0 (right) nor 1 (wrong)");
    }

    static IllegalArgumentException notFinite(double value) {
        return new IllegalArgumentException("Invalid value: " + value + " is not a finite number");
    }
}
