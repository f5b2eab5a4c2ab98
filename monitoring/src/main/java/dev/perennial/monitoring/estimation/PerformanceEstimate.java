package dev.perennial.monitoring.estimation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.Optional;

/** What a metric will turn out to be when the labels land, or why that cannot be said. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PerformanceEstimate.Estimated.class, name = "estimated"),
    @JsonSubTypes.Type(value = PerformanceEstimate.Untrusted.class, name = "untrusted"),
    @JsonSubTypes.Type(value = PerformanceEstimate.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface PerformanceEstimate {

    /** The numbers, trusted or not; empty when not evaluable. */
    Optional<Estimated> numbers();

    /** The numbers where they may be trusted; empty otherwise. */
    default Optional<Estimated> trusted() {
        return this instanceof Estimated estimated ? Optional.of(estimated) : Optional.empty();
    }

    /**
     * An estimate with the interval in which the realised value of these very rows is expected.
     *
     * @param value the point estimate
     * @param lower the lower end of the prediction interval, not above the value
     * @param upper its upper end, not below the value
     * @param level its two-sided probability
     * @param labelError standard error from the labels that are still to be drawn, given the rows
     * @param referenceError standard error from what the reference could teach about such rows
     * @param supportError standard error from rows of a kind that the reference does not hold
     */
    record Estimated(
            double value,
            double lower,
            double upper,
            double level,
            double labelError,
            double referenceError,
            double supportError)
            implements PerformanceEstimate {

        /** Checks the order of the numbers. */
        public Estimated {
            Require.finite(value, "value");
            Require.finite(lower, "lower end");
            Require.finite(upper, "upper end");
            Require.level(level, "level");
            Require.notNegative(labelError, "label error");
            Require.notNegative(referenceError, "reference error");
            Require.notNegative(supportError, "support error");
            if (lower > value || upper < value) {
                throw new IllegalArgumentException(
                        "Invalid estimate: " + value + " is not within [" + lower + ", " + upper + "]");
            }
        }

        /** The standard error of the value that labels will show. */
        public double predictiveError() {
            return Math.hypot(labelError, expectationError());
        }

        /** The standard error of the value that such rows have on average, over the luck of their labels. */
        public double expectationError() {
            return Math.hypot(referenceError, supportError);
        }

        @Override
        public Optional<Estimated> numbers() {
            return Optional.of(this);
        }
    }

    /**
     * An estimate that must not be acted upon as a number.
     *
     * @param reason why, in words
     * @param distrusted the numbers, to be read with the reason
     */
    record Untrusted(String reason, Estimated distrusted) implements PerformanceEstimate {

        /** Refuses an empty reason. */
        public Untrusted {
            Require.text(reason, "reason");
        }

        @Override
        public Optional<Estimated> numbers() {
            return Optional.of(distrusted);
        }
    }

    /**
     * No estimate.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements PerformanceEstimate {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public Optional<Estimated> numbers() {
            return Optional.empty();
        }
    }
}
