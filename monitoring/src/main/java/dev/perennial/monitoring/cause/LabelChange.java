package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.NumericBins;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the labels changed at given scores, and if so, whether their rate alone did.
 *
 * <p>Scores are put in ten bins of equal depth, frozen with the reference. In each the rates of positive labels of both
 * sides are compared; the squared differences over their variances sum to a chi-square with one degree of freedom a bin
 * where nothing changed and rows are independent. The size of the change is the root of the mean squared difference of
 * rates, weighted with the window's rows and reduced by its variance: zero to one.
 *
 * <p>A shift of the labels' rate alone moves rates at given scores too, but leaves the scores of each class as they were.
 * It is called that when the overall rate changed as much as matters and splitting by class explains the divergence of the
 * scores (chain rule, as for a {@link BurstSearch burst}). Every other change is one of the concept, seen through the
 * model's scores: a change of the labels that keeps every rate at a given score is not seen.
 *
 * <p>Source: Z. C. Lipton, Y.-X. Wang, A. Smola, "Detecting and correcting for label shift with black box predictors",
 * ICML (2018), for the definition of label shift.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LabelChange.Unchanged.class, name = "unchanged"),
    @JsonSubTypes.Type(value = LabelChange.RateShift.class, name = "rate-shift"),
    @JsonSubTypes.Type(value = LabelChange.ConceptShift.class, name = "concept-shift"),
    @JsonSubTypes.Type(value = LabelChange.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface LabelChange {

    /** One sentence with the numbers. */
    String because();

    /**
     * The numbers behind an answer.
     *
     * @param atGivenScores by how much the rate of positive labels changed at given scores, zero or more
     * @param pValue the probability of such a change by chance
     * @param referenceRate the rate of positive labels in the reference
     * @param windowRate that in the window
     * @param explained the share of the scores' divergence that the rate of labels explains
     */
    record Numbers(double atGivenScores, double pValue, double referenceRate, double windowRate, double explained) {

        /** Checks the numbers. */
        public Numbers {
            Require.share(atGivenScores, "change at given scores");
            Require.share(pValue, "p value");
            Require.share(referenceRate, "rate of the reference");
            Require.share(windowRate, "rate of the window");
            Require.share(explained, "explained share");
        }

        private String sentence(String verdict) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.1f points at given scores (p %.2g), positive labels %.1f %% after %.1f %%",
                    verdict,
                    100 * atGivenScores,
                    pValue,
                    100 * windowRate,
                    100 * referenceRate);
        }
    }

    /**
     * Labels at given scores are as they were, within what matters.
     *
     * @param numbers what it rests on
     */
    record Unchanged(Numbers numbers) implements LabelChange {
        @Override
        public String because() {
            return numbers.sentence("labels are as they were");
        }
    }

    /**
     * The rate of labels changed, the scores of each class did not.
     *
     * @param numbers what it rests on
     */
    record RateShift(Numbers numbers) implements LabelChange {
        @Override
        public String because() {
            return numbers.sentence("the rate of labels changed");
        }
    }

    /**
     * Labels at given scores changed in another way.
     *
     * @param numbers what it rests on
     */
    record ConceptShift(Numbers numbers) implements LabelChange {
        @Override
        public String because() {
            return numbers.sentence("labels at given scores changed");
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements LabelChange {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public String because() {
            return "a change of labels is not evaluable: " + reason;
        }
    }

    /** Compares a window's labelled rows with the reference's. */
    static LabelChange of(ScoredLabels reference, ScoredLabels window, LabelPolicy policy) {
        int fewest = Math.min(reference.rows(), window.rows());
        if (fewest < policy.minimumRows()) {
            return new NotEvaluable(fewest + " labelled rows, at least " + policy.minimumRows() + " are needed");
        }
        NumericBins bins = NumericBins.of(reference.scores(), 10);
        long[][] before = counts(reference, bins);
        long[][] after = counts(window, bins);
        double statistic = 0;
        int compared = 0;
        double change = 0;
        for (int bin = 0; bin < bins.size(); bin++) {
            double n = before[0][bin] + before[1][bin];
            double m = after[0][bin] + after[1][bin];
            if (n < 1 || m < 1) {
                continue;
            }
            double pooled = (before[1][bin] + after[1][bin]) / (n + m);
            double variance = pooled * (1 - pooled) * (1 / n + 1 / m);
            double difference = after[1][bin] / m - before[1][bin] / n;
            if (variance > 0) {
                statistic += difference * difference / variance;
                compared++;
            }
            change += m / window.rows() * (difference * difference - variance);
        }
        double pValue = compared == 0 ? 1 : ChiSquaredDistribution.of(compared).survivalProbability(statistic);
        double divergence = Divergence.of(sum(after), sum(before));
        double rate = rate(after);
        double left = rate * Divergence.of(after[1], before[1]) + (1 - rate) * Divergence.of(after[0], before[0]);
        var numbers = new Numbers(
                Math.sqrt(Math.max(0, change)),
                pValue,
                rate(before),
                rate,
                divergence == 0 ? 0 : Math.max(0, 1 - left / divergence));
        if (numbers.atGivenScores() < policy.leastChange() || pValue > policy.alpha()) {
            return new Unchanged(numbers);
        }
        return Math.abs(numbers.windowRate() - numbers.referenceRate()) >= policy.leastChange()
                        && numbers.explained() >= policy.leastExplained()
                ? new RateShift(numbers)
                : new ConceptShift(numbers);
    }

    private static long[][] counts(ScoredLabels rows, NumericBins bins) {
        long[][] counts = new long[2][bins.size()];
        for (int row = 0; row < rows.rows(); row++) {
            counts[rows.label(row) ? 1 : 0][bins.bin(rows.score(row))]++;
        }
        return counts;
    }

    private static long[] sum(long[][] counts) {
        long[] sum = counts[0].clone();
        for (int bin = 0; bin < sum.length; bin++) {
            sum[bin] += counts[1][bin];
        }
        return sum;
    }

    private static double rate(long[][] counts) {
        double positive = 0;
        double all = 0;
        for (int bin = 0; bin < counts[0].length; bin++) {
            positive += counts[1][bin];
            all += counts[0][bin] + counts[1][bin];
        }
        return positive / all;
    }
}
