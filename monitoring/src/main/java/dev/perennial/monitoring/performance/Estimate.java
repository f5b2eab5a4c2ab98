package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Interval;
import java.util.OptionalDouble;

/** A number with its confidence interval, or the reason why there is none. Never NaN, never a silent zero. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Estimate.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Estimate.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface Estimate {

    /** The point estimate; empty when not evaluable. */
    OptionalDouble point();

    /**
     * A measured value.
     *
     * @param value the point estimate
     * @param lower the lower end of its interval, not above the value
     * @param upper the upper end, not below the value
     * @param level the two-sided confidence
     */
    record Measured(double value, double lower, double upper, double level) implements Estimate {

        /** Checks the order of the numbers. */
        public Measured {
            Require.finite(value, "value");
            Require.finite(lower, "lower end");
            Require.finite(upper, "upper end");
            Require.level(level, "confidence level");
            if (lower > value || upper < value) {
                throw new IllegalArgumentException(
                        "Invalid estimate: " + value + " is not within [" + lower + ", " + upper + "]");
            }
        }

        @Override
        public OptionalDouble point() {
            return OptionalDouble.of(value);
        }
    }

    /**
     * No value.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements Estimate {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public OptionalDouble point() {
            return OptionalDouble.empty();
        }
    }

    /** A value with an interval, which is widened to hold the value where rounding has put it just outside. */
    static Estimate of(double value, Interval interval) {
        return new Measured(
                value, Math.min(value, interval.lower()), Math.max(value, interval.upper()), interval.level());
    }
}
