package dev.perennial.monitoring.compat.evidently;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The value of a metric, in the form in which Evidently's {@code report.dict()} gives it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EvidentlyValue.Single.class, name = "single"),
    @JsonSubTypes.Type(value = EvidentlyValue.Count.class, name = "count"),
    @JsonSubTypes.Type(value = EvidentlyValue.MeanAndDeviation.class, name = "mean-std"),
    @JsonSubTypes.Type(value = EvidentlyValue.ByLabel.class, name = "by-label"),
    @JsonSubTypes.Type(value = EvidentlyValue.LabelCounts.class, name = "label-counts"),
    @JsonSubTypes.Type(value = EvidentlyValue.NoNumber.class, name = "no-number"),
    @JsonSubTypes.Type(value = EvidentlyValue.Raised.class, name = "raised")
})
public sealed interface EvidentlyValue {

    /** A number, or what Evidently shows where it is none. */
    static EvidentlyValue of(double value) {
        return Double.isFinite(value) ? new Single(value) : NoNumber.of(value);
    }

    /**
     * One number.
     *
     * @param value the number
     */
    record Single(double value) implements EvidentlyValue {

        /** Refuses NaN and infinities. */
        public Single {
            Require.finite(value, "value");
        }
    }

    /**
     * A count and its share.
     *
     * @param count the count
     * @param share the share, of whatever Evidently divides by; it may exceed one
     */
    record Count(long count, double share) implements EvidentlyValue {

        /** Refuses negative numbers. */
        public Count {
            Require.notNegative(count, "count");
            Require.notNegative(share, "share");
        }
    }

    /**
     * A mean with a standard deviation.
     *
     * @param mean the mean
     * @param std the standard deviation, denominator n - 1
     */
    record MeanAndDeviation(double mean, double std) implements EvidentlyValue {

        /** Refuses NaN and infinities. */
        public MeanAndDeviation {
            Require.finite(mean, "mean");
            Require.notNegative(std, "standard deviation");
        }
    }

    /**
     * One number a class.
     *
     * @param values by label
     */
    record ByLabel(Map<String, Double> values) implements EvidentlyValue {

        /** Sorts by label and refuses NaN. */
        public ByLabel {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
            values.values().forEach(value -> Require.finite(value, "value"));
        }
    }

    /**
     * One count and share a category.
     *
     * @param counts by category
     * @param shares by category
     */
    record LabelCounts(Map<String, Long> counts, Map<String, Double> shares) implements EvidentlyValue {

        /** Sorts by category. */
        public LabelCounts {
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
            shares = Collections.unmodifiableMap(new TreeMap<>(shares));
        }
    }

    /**
     * Evidently shows NaN or an infinity.
     *
     * @param shown {@code nan}, {@code inf} or {@code -inf}
     */
    record NoNumber(String shown) implements EvidentlyValue {

        /** Refuses blank text. */
        public NoNumber {
            Require.text(shown, "shown text");
        }

        static NoNumber of(double value) {
            return new NoNumber(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
    }

    /**
     * Evidently stops with an exception here, and gives no report at all.
     *
     * @param reason why, in words
     */
    record Raised(String reason) implements EvidentlyValue {

        /** Refuses blank text. */
        public Raised {
            Require.text(reason, "reason");
        }
    }
}
