package dev.perennial.scoring;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What one feature contributes to the log-odds of a {@link LinearModel}. */
public sealed interface LinearTerm {

    /** What a row without the feature contributes. */
    double missingWeight();

    /** The answer of the function that fits this kind of term. */
    <R> R match(Function<NumberTerm, R> number, Function<CategoryTerm, R> category);

    private static void check(String what, double value) {
        // The bound keeps a sum over every feature finite: weights this large mean that training went astray.
        if (!(Math.abs(value) <= LinearModel.LARGEST_WEIGHT)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " (a number within "
                    + LinearModel.LARGEST_WEIGHT + " of zero is expected)");
        }
    }

    /** A number, standardised: {@code weight * (value - mean) / scale}. */
    record NumberTerm(double mean, double scale, double weight, double missingWeight) implements LinearTerm {

        public NumberTerm {
            check("weight", weight);
            check("weight of a missing value", missingWeight);
            if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
                throw new IllegalArgumentException("Invalid standardisation: mean " + mean + ", scale " + scale
                        + " (a finite mean and a finite positive scale are expected)");
            }
        }

        /** The value in units of its training spread, kept finite. */
        public static double standardise(double value, double mean, double scale) {
            double standardised = (value - mean) / scale;
            return Math.abs(standardised) <= LinearModel.LARGEST_INPUT
                    ? standardised
                    : Math.copySign(LinearModel.LARGEST_INPUT, standardised);
        }

        @Override
        public <R> R match(Function<NumberTerm, R> number, Function<CategoryTerm, R> category) {
            return number.apply(this);
        }
    }

    /** A category: the weight of its level, zero for a level that training did not see. */
    record CategoryTerm(SortedMap<String, Double> weights, double missingWeight) implements LinearTerm {

        public CategoryTerm {
            weights = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(weights)));
            weights.forEach((level, weight) -> check("weight of category \"" + level + "\"", weight));
            check("weight of a missing value", missingWeight);
        }

        @Override
        public <R> R match(Function<NumberTerm, R> number, Function<CategoryTerm, R> category) {
            return category.apply(this);
        }
    }
}
