package dev.perennial.monitoring.estimation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/** Whether a window is harmed, judged without its labels. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HarmVerdict.Harmed.class, name = "harmed"),
    @JsonSubTypes.Type(value = HarmVerdict.Suspected.class, name = "suspected"),
    @JsonSubTypes.Type(value = HarmVerdict.NotHarmed.class, name = "not-harmed"),
    @JsonSubTypes.Type(value = HarmVerdict.Untrusted.class, name = "untrusted"),
    @JsonSubTypes.Type(value = HarmVerdict.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface HarmVerdict {

    /** The metric that was judged. */
    EstimatedMetric metric();

    /** Why, in one sentence with the numbers. */
    String because();

    /** The same where no other word says which metric it is of, and that it may not be trusted. */
    default String told() {
        if (this instanceof Untrusted) {
            return metric().label() + " is estimated, but not to be trusted: " + because();
        }
        return this instanceof NotEvaluable ? metric().label() + " is not estimated: " + because() : because();
    }

    /** Whether the window is harmed, or suspected of being so. */
    default boolean pointsToHarm() {
        return this instanceof Harmed || this instanceof Suspected;
    }

    /**
     * More likely than not, the labels will show a broken limit.
     *
     * @param metric the metric
     * @param probability the probability that the limit is broken
     * @param because why
     */
    record Harmed(EstimatedMetric metric, double probability, String because) implements HarmVerdict {

        /** Checks the probability. */
        public Harmed {
            Require.share(probability, "probability");
            Require.text(because, "reason");
        }
    }

    /**
     * The window is worse than the reference beyond noise, and may well have broken its limit.
     *
     * @param metric the metric
     * @param probability the probability that the limit is broken
     * @param because why
     */
    record Suspected(EstimatedMetric metric, double probability, String because) implements HarmVerdict {

        /** Checks the probability. */
        public Suspected {
            Require.share(probability, "probability");
            Require.text(because, "reason");
        }
    }

    /**
     * Nothing speaks for harm.
     *
     * @param metric the metric
     * @param probability the probability that the limit is broken
     * @param because why
     */
    record NotHarmed(EstimatedMetric metric, double probability, String because) implements HarmVerdict {

        /** Checks the probability. */
        public NotHarmed {
            Require.share(probability, "probability");
            Require.text(because, "reason");
        }
    }

    /**
     * The estimate may not be trusted, and even so does not point to harm.
     *
     * @param metric the metric
     * @param because why
     */
    record Untrusted(EstimatedMetric metric, String because) implements HarmVerdict {

        /** Refuses an empty reason. */
        public Untrusted {
            Require.text(because, "reason");
        }
    }

    /**
     * There is no estimate.
     *
     * @param metric the metric
     * @param because why
     */
    record NotEvaluable(EstimatedMetric metric, String because) implements HarmVerdict {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(because, "reason");
        }
    }
}
