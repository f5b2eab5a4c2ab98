package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;

/**
 * A confidence interval.
 *
 * @param lower its lower end
 * @param upper its upper end, not below the lower
 * @param level its confidence, such as 0.95
 */
public record Interval(double lower, double upper, double level) {

    /** Checks that the ends are finite and in order. */
    public Interval {
        Require.finite(lower, "lower end");
        Require.finite(upper, "upper end");
        Require.level(level, "confidence level");
        if (lower > upper) {
            throw new IllegalArgumentException("Invalid interval: " + lower + " is above " + upper);
        }
    }
}
