package dev.perennial.scoring;

import dev.perennial.scoring.TreeEvaluation.Scratch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The mean of what decision trees say, each leaf holding the shares of the classes among its training rows, or the mean
 * of the target. A category is read as its {@link CategoryRates}; a missing value goes where each split sends it.
 */
public final class RandomForestModel implements CompiledModel {

    public static final String ALGORITHM = "random-forest";

    static final double LARGEST_VALUE = 1e30;

    private final Outputs outputs;
    private final TreeEnsemble trees;
    // by output, then by slot
    private final double[][] leaves;

    /**
     * A forest whose leaves have a value for each output, of a probability that of the positive class; {@code rates}
     * has as many for every category feature of the schema.
     */
    public RandomForestModel(
            FeatureSchema schema, Outputs outputs, Map<String, List<CategoryRates>> rates, List<DecisionTree> trees) {
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("Invalid random forest: it has no trees");
        }
        this.outputs = outputs;
        this.trees = new TreeEnsemble(
                new TreeInputs(schema, outputs, rates), trees, outputs.count(), LARGEST_VALUE, outputs.count());
        leaves = new double[outputs.count()][];
        for (int output = 0; output < leaves.length; output++) {
            leaves[output] = this.trees.valuesBySlot(output);
            for (double value : leaves[output]) {
                if (!outputs.allow(value)) {
                    throw new IllegalArgumentException("Invalid random forest: a leaf of " + value);
                }
            }
        }
    }

    /** The same forest with, as the cover of each leaf, how many of the rows reach it. */
    public RandomForestModel withCovers(FeatureTable rows) {
        return new RandomForestModel(schema(), outputs, rates(), trees.counting(rows));
    }

    @Override
    public FeatureSchema schema() {
        return trees.inputs().schema();
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    /** By name of the category feature. */
    public SortedMap<String, List<CategoryRates>> rates() {
        return trees.inputs().rates();
    }

    public List<DecisionTree> trees() {
        return trees.trees();
    }

    @Override
    public int sizeInBytes() {
        return trees.sizeInBytes() + 8 * leaves.length * leaves[0].length;
    }

    /** The library multiplies by a weight in single precision and divides by the sum of the weights: last bits differ. */
    @Override
    public double scoreTolerance() {
        return 1e-12;
    }

    @Override
    public double score(FeatureRow row) {
        requireOneOutput();
        return mean(trees.evaluate(row), 0);
    }

    @Override
    public void score(FeatureRow row, double[] scores) {
        Scratch scratch = trees.evaluate(row);
        for (int output = 0; output < leaves.length; output++) {
            scores[output] = mean(scratch, output);
        }
    }

    private double mean(Scratch scratch, int output) {
        double[] values = leaves[output];
        double sum = 0;
        for (int slot : scratch.slots) {
            sum += values[slot];
        }
        double mean = sum / scratch.slots.length;
        // The mean of numbers up to 1 is at most 1, but its rounding may not be.
        return outputs instanceof Outputs.Value ? mean : Math.min(1, mean);
    }

    /** Shapley values of the mean itself, so in the unit of the answer and not of its log-odds. */
    @Override
    public Optional<Contributions> contributions(FeatureRow row, int output) {
        Contributions.Unit unit =
                outputs instanceof Outputs.Value ? Contributions.Unit.VALUE : Contributions.Unit.PROBABILITY;
        double share = 1.0 / trees.trees().size();
        return trees.contributions(row, unit, output, tree -> share);
    }
}
