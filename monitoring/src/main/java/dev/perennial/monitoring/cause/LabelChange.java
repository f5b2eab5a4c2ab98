package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.RegressionRows;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether the labels changed at given scores, and if so, whether their rate alone did. Of several classes an answer takes the
 * place of the score; of a regression the errors take that of the labels as well.
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
     * @param rateOf of several classes, or of a regression: what the rates are of, the label or error whose rate moved most
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Numbers(
            double atGivenScores,
            double pValue,
            double referenceRate,
            double windowRate,
            double explained,
            Optional<String> rateOf) {

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
                    "%s: %.1f points at given %s (p %.2g), %s %.1f %% after %.1f %%",
                    verdict,
                    100 * atGivenScores,
                    rateOf.isPresent() ? "answers" : "scores",
                    pValue,
                    rateOf.orElse("positive labels"),
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
            return numbers.sentence(
                    numbers.rateOf().isPresent()
                            ? "labels at given answers changed"
                            : "labels at given scores changed");
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
        return of(LabelCounts.of(reference, window), RateShift::new, policy);
    }

    /** The same of several classes, by the class that was said and how surely. */
    static LabelChange of(MulticlassRows reference, MulticlassRows window, LabelPolicy policy) {
        return of(LabelCounts.of(reference, window), RateShift::new, policy);
    }

    /**
     * The same of a regression, whose labels are bins of the error: a change of those is never one of the labels' rate, which
     * a quantity does not have.
     */
    static LabelChange of(RegressionRows reference, RegressionRows window, LabelPolicy policy) {
        return of(LabelCounts.of(reference, window), ConceptShift::new, policy);
    }

    private static LabelChange of(LabelCounts counts, Function<Numbers, LabelChange> rate, LabelPolicy policy) {
        if (counts.fewest() < policy.minimumRows()) {
            return new NotEvaluable(
                    counts.fewest() + " labelled rows, at least " + policy.minimumRows() + " are needed");
        }
        Numbers numbers = counts.compared();
        if (numbers.atGivenScores() < policy.leastChange() || numbers.pValue() > policy.alpha()) {
            return new Unchanged(numbers);
        }
        return Math.abs(numbers.windowRate() - numbers.referenceRate()) >= policy.leastChange()
                        && numbers.explained() >= policy.leastExplained()
                ? rate.apply(numbers)
                : new ConceptShift(numbers);
    }
}
