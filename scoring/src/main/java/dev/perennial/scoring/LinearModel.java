package dev.perennial.scoring;

import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A logistic regression over standardised numbers, categories by level, and a weight for every missing value. */
public final class LinearModel implements CompiledModel {

    public static final String ALGORITHM = "linear";

    static final double LARGEST_WEIGHT = 1e100;
    static final double LARGEST_INPUT = 1e100;

    private final FeatureSchema schema;
    private final double bias;
    private final List<LinearTerm> terms;
    private final double[] means;
    private final double[] scales;
    private final double[] weights;
    private final double[] missingWeights;
    private final @Nullable Map<String, Double>[] levels;

    /** A model with one term for each feature of the schema, of the feature's kind. */
    public LinearModel(FeatureSchema schema, double bias, List<LinearTerm> terms) {
        if (terms.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "Invalid linear model: " + terms.size() + " terms for a schema of " + schema.size() + " features");
        }
        if (!(Math.abs(bias) <= LARGEST_WEIGHT)) {
            throw new IllegalArgumentException("Invalid bias: " + bias);
        }
        this.schema = schema;
        this.bias = bias;
        this.terms = List.copyOf(terms);
        means = new double[schema.size()];
        scales = new double[schema.size()];
        weights = new double[schema.size()];
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
        } else {
            levels[column] = Map.copyOf(((CategoryTerm) term).weights());
        }
    }

    @Override
    public FeatureSchema schema() {
        return schema;
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    /** The log-odds of a row whose every number is at its mean and whose every category is unseen. */
    public double bias() {
        return bias;
    }

    public List<LinearTerm> terms() {
        return terms;
    }

    @Override
    public int sizeInBytes() {
        int size = 40 * schema.size();
        for (Map<String, Double> weightsOfLevels : levels) {
            size += weightsOfLevels == null ? 0 : 96 * weightsOfLevels.size();
        }
        return size;
    }

    @Override
    public double scoreTolerance() {
        return 1e-9;
    }

    @Override
    public double score(FeatureRow row) {
        schema.requireSame(row.schema());
        double logOdds = bias;
        for (int column = 0; column < means.length; column++) {
            Map<String, Double> weightsOfLevels = levels[column];
            logOdds += weightsOfLevels == null
                    ? ofNumber(column, row.number(column))
                    : ofCategory(column, weightsOfLevels, row.category(column));
        }
        return 1 / (1 + Math.exp(-logOdds));
    }

    private double ofNumber(int column, double value) {
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
}
