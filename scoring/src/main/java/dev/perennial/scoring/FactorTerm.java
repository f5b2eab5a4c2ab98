package dev.perennial.scoring;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The inputs that one feature of a {@link FactorizationMachineModel} has, of which a row sets one or none. */
public sealed interface FactorTerm {

    /** The input that is 1 in a row without the feature. */
    FactorWeights missing();

    /** A number, standardised: the input is {@code (value - mean) / scale}. */
    record NumberFactors(double mean, double scale, FactorWeights present, FactorWeights missing)
            implements FactorTerm {

        public NumberFactors {
            if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
                throw new IllegalArgumentException("Invalid standardisation: mean " + mean + ", scale " + scale
                        + " (a finite mean and a finite positive scale are expected)");
            }
        }
    }

    /** A category: the input of its level is 1; a level that training did not see sets none. */
    record CategoryFactors(SortedMap<String, FactorWeights> levels, FactorWeights missing) implements FactorTerm {

        public CategoryFactors {
            levels = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(levels)));
        }
    }
}
