package dev.perennial.activities.training;

import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The terms of a linear model from the weights of its encoded numbers. */
final class LinearTerms {

    private LinearTerms() {}

    /** A term for each feature; the weight of a name that training never saw is zero. */
    static List<LinearTerm> of(LinearEncoding encoding, ToDoubleFunction<String> weights) {
        List<LinearTerm> terms = new ArrayList<>();
        for (int column = 0; column < encoding.schema().size(); column++) {
            terms.add(term(encoding, column, weights));
        }
        return terms;
    }

    private static LinearTerm term(LinearEncoding encoding, int column, ToDoubleFunction<String> weights) {
        double missing = weights.applyAsDouble(encoding.nameOfMissing(column));
        if (encoding.schema().holdsNumbers(column)) {
            Standardisation over = encoding.standardisation(column);
            return new NumberTerm(
                    over.mean(), over.scale(), weights.applyAsDouble(encoding.nameOfNumber(column)), missing);
        }
        SortedMap<String, Double> ofLevels = new TreeMap<>();
        encoding.namesOfLevels(column).forEach((level, name) -> ofLevels.put(level, weights.applyAsDouble(name)));
        return new CategoryTerm(ofLevels, missing);
    }
}
