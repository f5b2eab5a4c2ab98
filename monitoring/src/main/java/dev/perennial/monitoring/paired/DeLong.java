package dev.perennial.monitoring.paired;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/**
 * Two areas under the ROC curve on the same rows, compared by DeLong's non-parametric covariance.
 *
 * <p>Scores are any finite numbers, higher meaning more likely positive; ties count half. Rows are taken as independent.
 * Cost: two sorts a model.
 *
 * <p>Sources: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988); computed with midranks after X. Sun,
 * W. Xu, "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21 (2014).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeLong.Compared.class, name = "compared"),
    @JsonSubTypes.Type(value = DeLong.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface DeLong {

    /**
     * Both areas with the standard error of their difference.
     *
     * @param firstAuc the area of the first model, in [0, 1], higher is better
     * @param secondAuc the area of the second model
     * @param firstStandardError the standard error of the first area
     * @param secondStandardError the standard error of the second area
     * @param standardError the standard error of the difference; zero for models that rank alike
     * @param positives the number of positive rows
     * @param negatives the number of negative rows
     */
    record Compared(
            double firstAuc,
            double secondAuc,
            double firstStandardError,
            double secondStandardError,
            double standardError,
            long positives,
            long negatives)
            implements DeLong {

        /** Checks the numbers. */
        public Compared {
            Require.share(firstAuc, "first area");
            Require.share(secondAuc, "second area");
            Require.notNegative(firstStandardError, "first standard error");
            Require.notNegative(secondStandardError, "second standard error");
            Require.notNegative(standardError, "standard error of the difference");
        }

        /** The second area minus the first: positive means that the second model is better. */
        public double difference() {
            return secondAuc - firstAuc;
        }

        /**
         * The z statistic of the first area minus the second plus {@code margin}. Areas that agree to 1e-12 after the
         * margin give zero, and a vanishing standard error gives a huge value of the right sign, never NaN.
         */
        public double statistic(double margin) {
            double distance = firstAuc - secondAuc + margin;
            if (Math.abs(distance) < 1e-12) {
                return 0;
            }
            return standardError == 0 ? Math.copySign(Double.MAX_VALUE, distance) : distance / standardError;
        }

        /** The two-sided p value of "both areas are equal". */
        public double pValueTwoSided() {
            return Math.min(1, 2 * Gaussian.upperTail(Math.abs(statistic(0))));
        }

        /** The one-sided p value of "the second area is lower by the margin or more": small means not inferior. */
        public double pValueNotInferior(double margin) {
            return Gaussian.upperTail(-statistic(-margin));
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements DeLong {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }
    }

    /** Compares two models on the same rows; not evaluable unless both classes have at least two rows. */
    static DeLong compare(double[] firstScores, double[] secondScores, boolean[] labels) {
        Require.sameLength(labels.length, firstScores.length, "first scores");
        Require.sameLength(labels.length, secondScores.length, "second scores");
        int positives = 0;
        for (boolean label : labels) {
            positives += label ? 1 : 0;
        }
        int negatives = labels.length - positives;
        if (positives < 2 || negatives < 2) {
            return new NotEvaluable(
                    positives + " positive and " + negatives + " negative rows, at least 2 of each are needed");
        }
        Placements first = Placements.of(firstScores, labels, positives);
        Placements second = Placements.of(secondScores, labels, positives);
        double variance = first.covariance(first) + second.covariance(second) - 2 * first.covariance(second);
        return new Compared(
                first.auc(),
                second.auc(),
                Math.sqrt(first.covariance(first)),
                Math.sqrt(second.covariance(second)),
                variance < 1e-20 ? 0 : Math.sqrt(variance),
                positives,
                negatives);
    }

    /** The area of one model with its standard error, as a comparison with itself. */
    static DeLong single(double[] scores, boolean[] labels) {
        return compare(scores, scores, labels);
    }
}
