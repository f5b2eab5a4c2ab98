package dev.perennial.scoring;

import java.util.List;
import java.util.Optional;

/**
 * Sums over standardised numbers, categories by level, and a weight for every missing value: one through the logistic
 * function (a probability), one a class through a softmax, or one as it is (a value).
 */
public final class LinearModel implements CompiledModel {

    public static final String ALGORITHM = "linear";

    static final double LARGEST_WEIGHT = 1e100;
    static final double LARGEST_INPUT = 1e100;

    private final FeatureSchema schema;
    private final Outputs outputs;
    private final List<LinearSum> sums;
    private final LinearSum first;

    /** One sum of a linear model: its bias and one term for each feature of the schema, of the feature's kind. */
    public record Margin(double bias, List<LinearTerm> terms) {

        public Margin {
            terms = List.copyOf(terms);
        }
    }

    /** A logistic regression with one term for each feature of the schema, of the feature's kind. */
    public LinearModel(FeatureSchema schema, double bias, List<LinearTerm> terms) {
        this(schema, Outputs.probability(), List.of(new Margin(bias, terms)));
    }

    /** A model with a margin for each number that it answers with. */
    public LinearModel(FeatureSchema schema, Outputs outputs, List<Margin> margins) {
        if (margins.size() != outputs.count()) {
            throw new IllegalArgumentException(
                    "Invalid linear model: " + margins.size() + " margins for " + outputs.count() + " outputs");
        }
        this.schema = schema;
        this.outputs = outputs;
        sums = margins.stream()
                .map(margin -> new LinearSum(schema, margin.bias(), margin.terms()))
                .toList();
        first = sums.get(0);
    }

    @Override
    public FeatureSchema schema() {
        return schema;
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    /** The first margin of a row whose every number is at its mean and whose every category is unseen. */
    public double bias() {
        return first.bias();
    }

    /** The terms of the first margin. */
    public List<LinearTerm> terms() {
        return first.terms();
    }

    /** One for each number that the model answers with. */
    public List<Margin> margins() {
        return sums.stream().map(sum -> new Margin(sum.bias(), sum.terms())).toList();
    }

    @Override
    public int sizeInBytes() {
        return sums.stream().mapToInt(LinearSum::sizeInBytes).sum();
    }

    /** The library adds the same products in the order of its own feature numbers: the last bits differ. */
    @Override
    public double scoreTolerance() {
        return 1e-9;
    }

    @Override
    public double score(FeatureRow row) {
        requireOneOutput();
        schema.requireSame(row.schema());
        double margin = first.of(row);
        return outputs instanceof Outputs.Value ? margin : 1 / (1 + Math.exp(-margin));
    }

    @Override
    public void score(FeatureRow row, double[] scores) {
        if (sums.size() == 1) {
            scores[0] = score(row);
            return;
        }
        schema.requireSame(row.schema());
        for (int index = 0; index < sums.size(); index++) {
            scores[index] = sums.get(index).of(row);
        }
        Softmax.inPlace(scores, sums.size());
    }

    /** Each term as it is added, weight times standardised value. */
    @Override
    public Optional<Contributions> contributions(FeatureRow row, int output) {
        schema.requireSame(row.schema());
        LinearSum sum = sums.get(output);
        return Optional.of(new Contributions(Margins.unit(outputs), sum.bias(), sum.contributions(row)));
    }
}
