package dev.perennial.scoring;

import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bias and one term for each feature, in flat arrays: what a linear model has one of for each margin. */
final class LinearSum {

    private final FeatureSchema schema;
    private final double bias;
    private final List<LinearTerm> terms;
    private final double[] means;
    private final double[] scales;
    private final double[] weights;
    // the weight of a unit of the number itself, as long as that is no farther from its mean than the reach
    private final double[] slopes;
    private final double[] reaches;
    private final double[] missingWeights;
    private final @Nullable Map<String, Double>[] levels;

    LinearSum(FeatureSchema schema, double bias, List<LinearTerm> terms) {
        if (terms.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "Invalid linear model: " + terms.size() + " terms for a schema of " + schema.size() + " features");
        }
        if (!(Math.abs(bias) <= LinearModel.LARGEST_WEIGHT)) {
            throw new IllegalArgumentException("Invalid bias: " + bias);
        }
        this.schema = schema;
        this.bias = bias;
        this.terms = List.copyOf(terms);
        means = new double[schema.size()];
        scales = new double[schema.size()];
        weights = new double[schema.size()];
        slopes = new double[schema.size()];
        reaches = new double[schema.size()];
        missingWeights = new double[schema.size()];
        levels = newLevels(schema.size());
        for (int column = 0; column < means.length; column++) {
            place(column, this.terms.get(column));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<String, Double>[] newLevels(int size) {
        return new Map[size];
    }

    private void place(int column, LinearTerm term) {
        if (schema.holdsNumbers(column) != (term instanceof NumberTerm)) {
            throw new IllegalArgumentException("Invalid linear model: the term of feature "
                    + schema.feature(column).name() + " is a " + term.getClass().getSimpleName());
        }
        missingWeights[column] = term.missingWeight();
        if (term instanceof NumberTerm number) {
            means[column] = number.mean();
            scales[column] = number.scale();
            weights[column] = number.weight();
            slopes[column] = number.weight() / number.scale();
            // A slope that has overflowed, or lost its digits, is never used.
            boolean exact = Math.abs(slopes[column]) >= Double.MIN_NORMAL && Double.isFinite(slopes[column]);
            reaches[column] = exact || number.weight() == 0 ? LinearModel.LARGEST_INPUT * number.scale() : -1;
        } else {
            levels[column] = Map.copyOf(((CategoryTerm) term).weights());
        }
    }

    double bias() {
        return bias;
    }

    List<LinearTerm> terms() {
        return terms;
    }

    double of(FeatureRow row) {
        double sum = bias;
        for (int column = 0; column < means.length; column++) {
            sum += term(column, row);
        }
        return sum;
    }

    double[] contributions(FeatureRow row) {
        double[] contributions = new double[means.length];
        for (int column = 0; column < contributions.length; column++) {
            contributions[column] = term(column, row);
        }
        return contributions;
    }

    private double term(int column, FeatureRow row) {
        Map<String, Double> weightsOfLevels = levels[column];
        return weightsOfLevels == null
                ? ofNumber(column, row.number(column))
                : ofCategory(column, weightsOfLevels, row.category(column));
    }

    private double ofNumber(int column, double value) {
        double fromMean = value - means[column];
        // Nearly always; not where the value is missing, which is NaN, or so far out that it is cut off.
        if (Math.abs(fromMean) <= reaches[column]) {
            return slopes[column] * fromMean;
        }
        return Double.isNaN(value)
                ? missingWeights[column]
                : weights[column] * NumberTerm.standardise(value, means[column], scales[column]);
    }

    private double ofCategory(int column, Map<String, Double> weightsOfLevels, @Nullable String value) {
        if (value == null) {
            return missingWeights[column];
        }
        Double weight = weightsOfLevels.get(value);
        return weight == null ? 0 : weight;
    }

    int sizeInBytes() {
        int size = 40 * means.length;
        for (Map<String, Double> weightsOfLevels : levels) {
            size += weightsOfLevels == null ? 0 : 96 * weightsOfLevels.size();
        }
        return size;
    }
}
