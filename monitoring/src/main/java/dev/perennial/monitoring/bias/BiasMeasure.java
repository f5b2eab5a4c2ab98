package dev.perennial.monitoring.bias;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perennial.monitoring.performance.Metric;
import java.util.Locale;

/** How two groups are compared. */
public enum BiasMeasure {
    /** Difference of the shares called positive: demographic parity. Needs no labels. */
    SELECTION_RATE(Metric.SELECTION_RATE),
    /** Ratio of the shares given the favourable answer: the four-fifths rule. Needs no labels. */
    DISPARATE_IMPACT(Metric.SELECTION_RATE),
    /** Difference of the shares of positive rows called positive: equal opportunity. */
    TRUE_POSITIVE_RATE(Metric.RECALL),
    /** Difference of the shares of negative rows called positive; with the former, equalised odds. */
    FALSE_POSITIVE_RATE(Metric.FALSE_POSITIVE_RATE),
    /** Difference of the shares of rows whose class was said rightly. */
    ACCURACY(Metric.ACCURACY),
    /** Difference of the mean errors of a quantity, answer less label. */
    MEAN_ERROR(Metric.BIAS),
    /** Difference of the mean answers of a quantity. Needs no labels. */
    MEAN_ANSWER(Metric.MEAN_SCORE);

    private final Metric rate;

    BiasMeasure(Metric rate) {
        this.rate = rate;
    }

    Metric rate() {
        return rate;
    }

    /** The name as it is written, such as {@code true-positive-rate}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The measure of a written name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static BiasMeasure named(String label) {
        for (BiasMeasure measure : values()) {
            if (measure.label().equals(label)) {
                return measure;
            }
        }
        throw new IllegalArgumentException("Invalid measure of bias: " + label
                + ", expected selection-rate, disparate-impact, true-positive-rate, false-positive-rate, accuracy,"
                + " mean-error or mean-answer");
    }
}
