package dev.perennial.monitoring.paired;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/**
 * Spiegelhalter's test that probabilities are calibrated: whether the Brier score is what the probabilities themselves
 * promise. Two-sided; rows are taken as independent.
 *
 * <p>Source: D. J. Spiegelhalter, "Probabilistic prediction in patient management and clinical trials", Statistics in
 * Medicine 5 (1986).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Spiegelhalter.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Spiegelhalter.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface Spiegelhalter {

    /**
     * The statistic.
     *
     * @param z standard normal when calibrated; positive when losses are larger than promised (overconfidence)
     * @param pValue the two-sided p value
     */
    record Measured(double z, double pValue) implements Spiegelhalter {

        /** Checks the numbers. */
        public Measured {
            Require.finite(z, "statistic");
            Require.share(pValue, "p value");
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements Spiegelhalter {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }
    }

    /** Tests probabilities against labels; not evaluable when every probability is 0, 1/2 or 1. */
    static Spiegelhalter of(double[] scores, boolean[] labels) {
        Require.sameLength(labels.length, scores.length, "scores");
        double excess = 0;
        double variance = 0;
        for (int row = 0; row < labels.length; row++) {
            double p = Require.share(scores[row], "score in row " + row);
            double slope = 1 - 2 * p;
            excess += ((labels[row] ? 1 : 0) - p) * slope;
            variance += slope * slope * p * (1 - p);
        }
        if (variance <= 0) {
            return new NotEvaluable("the scores leave the Brier score no variance");
        }
        double z = excess / Math.sqrt(variance);
        return new Measured(z, Math.min(1, 2 * Gaussian.upperTail(Math.abs(z))));
    }
}
