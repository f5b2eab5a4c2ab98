package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
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
