package dev.perennial.monitoring.slices;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import dev.perennial.monitoring.performance.Comparison;
import java.util.Locale;

/** Whether a slice does worse than what it is compared with, beyond what is tolerated. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SliceFinding.Worse.class, name = "worse"),
    @JsonSubTypes.Type(value = SliceFinding.NotWorse.class, name = "not-worse"),
    @JsonSubTypes.Type(value = SliceFinding.Inconclusive.class, name = "inconclusive"),
    @JsonSubTypes.Type(value = SliceFinding.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface SliceFinding {

    /** A phrase with the numbers. */
    String because();

    /**
     * Worse, with the number of slices taken into account.
     *
     * @param comparison how much
     * @param adjustedPValue the p value adjusted for all slices and metrics (Benjamini and Hochberg)
     */
    record Worse(Comparison comparison, double adjustedPValue) implements SliceFinding {

        /** Checks the p value. */
        public Worse {
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public String because() {
            return String.format(
                    Locale.ROOT,
                    "worse by %.4f more than tolerated [%.4f, %.4f], adjusted %s",
                    comparison.excess(),
                    comparison.lower(),
                    comparison.upper(),
                    Wording.pValue(adjustedPValue));
        }
    }

    /**
     * Shown not to be worse by more than is tolerated; proving it for every slice needs no correction (R. L. Berger, 1982).
     *
     * @param comparison how much; its upper limit is below zero
     * @param adjustedPValue the p value of "worse", adjusted
     */
    record NotWorse(Comparison comparison, double adjustedPValue) implements SliceFinding {

        /** Checks the p value. */
        public NotWorse {
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public String because() {
            return String.format(
                    Locale.ROOT,
                    "within what is tolerated by %.4f [%.4f, %.4f]",
                    -comparison.excess(),
                    -comparison.upper(),
                    -comparison.lower());
        }
    }

    /**
     * Neither shown: the labels do not suffice for a difference of this size.
     *
     * @param comparison how much
     * @param adjustedPValue the p value of "worse", adjusted
     * @param moreLabels about how many more labels would decide it if the difference stays as it is; at most a thousand
     *     times those there are
     */
    record Inconclusive(Comparison comparison, double adjustedPValue, long moreLabels) implements SliceFinding {

        /** Checks the numbers. */
        public Inconclusive {
            Require.share(adjustedPValue, "adjusted p value");
            Require.positive(moreLabels, "number of labels");
        }

        @Override
        public String because() {
            return String.format(
                    Locale.ROOT,
                    "undecided, %.4f beyond what is tolerated [%.4f, %.4f]: needs about %d more labels",
                    comparison.excess(),
                    comparison.lower(),
                    comparison.upper(),
                    moreLabels);
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     * @param moreLabels how many more labels the least number takes; zero when labels are not what is missing
     */
    record NotEvaluable(String reason, long moreLabels) implements SliceFinding {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
            Require.notNegative(moreLabels, "number of labels");
        }

        @Override
        public String because() {
            return moreLabels == 0 ? reason : reason + ": needs " + moreLabels + " more labels";
        }
    }
}
