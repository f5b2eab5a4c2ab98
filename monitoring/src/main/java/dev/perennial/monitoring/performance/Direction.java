package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perennial.monitoring.Require;
import java.util.Locale;

/** Which way of a metric is better. It belongs to the metric and is never chosen by whoever compares two values. */
public enum Direction {
    /** Losses, errors, delays. */
    LOWER_IS_BETTER,
    /** Shares of what went right. */
    HIGHER_IS_BETTER,
    /** Best at one value, such as a calibration slope at one; both sides are worse. */
    CLOSER_IS_BETTER,
    /** Describes and does not judge, such as a base rate. */
    DESCRIPTIVE;

    /** The name as it is written, such as {@code lower-is-better}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A value on a scale where larger is worse: the value itself, its negative, or its distance from the best value.
     *
     * @param value the value
     * @param best the best value of {@link #CLOSER_IS_BETTER}; of no meaning for the others
     * @throws IllegalArgumentException if the direction only describes
     */
    public double badness(double value, double best) {
        Require.finite(value, "value");
        return switch (this) {
            case LOWER_IS_BETTER -> value;
            case HIGHER_IS_BETTER -> -value;
            case CLOSER_IS_BETTER -> Math.abs(value - best);
            case DESCRIPTIVE -> throw new IllegalArgumentException("Invalid comparison: it only describes");
        };
    }

    /**
     * The worst value that is tolerated where a value may be worse than a reference by a share of the reference's size, so
     * that a negative reference is met with the same leniency as a positive one: {@code reference ± share · |reference|}. A
     * reference of 0 has no size, and nothing worse than it is tolerated.
     *
     * @param share the share, not negative
     * @throws IllegalArgumentException if the direction has no worse side, or two
     */
    public double tolerated(double reference, double share) {
        Require.finite(reference, "reference");
        Require.notNegative(share, "tolerance");
        return switch (this) {
            case LOWER_IS_BETTER -> reference + share * Math.abs(reference);
            case HIGHER_IS_BETTER -> reference - share * Math.abs(reference);
            case CLOSER_IS_BETTER, DESCRIPTIVE ->
                throw new IllegalArgumentException("Invalid tolerance: " + label() + " has not one worse side");
        };
    }

    /**
     * The direction of a written name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Direction named(String label) {
        for (Direction direction : values()) {
            if (direction.label().equals(label)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("Invalid direction: " + label
                + ", expected lower-is-better, higher-is-better, closer-is-better or descriptive");
    }
}
