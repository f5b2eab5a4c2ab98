package dev.perennial.scoring;

import dev.perennial.scoring.TreeEvaluation.Scratch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Sums of regression trees in the single-precision arithmetic and order of additions of XGBoost, so that both score
 * alike: one a class joined by a softmax, of which a probability has two, or one as it is. A category is read as its
 * {@link CategoryRates}; a missing value goes where each split sends it.
 */
public final class BoostedTreesModel implements CompiledModel {

    public static final String ALGORITHM = "gradient-boosting";

    static final float LARGEST_VALUE = 1e30f;

    private final Outputs outputs;
    private final float base;
    private final List<List<DecisionTree>> groups;
    private final TreeEnsemble trees;
    // by group the number of its first tree, then the number of trees
    private final int[] starts;
    private final float[] leaves;
    private final ThreadLocal<float[]> margins;

    /**
     * A model of a probability whose class sums begin at {@code base} and add the trees in their order; {@code rates}
     * has an entry for every category feature of the schema and no other.
     */
    public BoostedTreesModel(
            FeatureSchema schema,
            float base,
            Map<String, CategoryRates> rates,
            List<DecisionTree> negative,
            List<DecisionTree> positive) {
        this(schema, Outputs.probability(), base, lists(rates), List.of(negative, positive));
    }

    /**
     * A model with a group of trees for each label, or one for a value; {@code rates} has as many for every category
     * feature as the model answers with numbers.
     */
    public BoostedTreesModel(
            FeatureSchema schema,
            Outputs outputs,
            float base,
            Map<String, List<CategoryRates>> rates,
            List<List<DecisionTree>> groups) {
        int needed = Margins.ofLabels(outputs);
        if (groups.size() != needed || !(Math.abs(base) <= LARGEST_VALUE)) {
            throw new IllegalArgumentException("Invalid boosted trees: " + groups.size() + " groups over a base of "
                    + base + " (" + needed + " groups are expected)");
        }
        this.outputs = outputs;
        this.base = base;
        this.groups = groups.stream().map(List::copyOf).toList();
        starts = new int[needed + 1];
        List<DecisionTree> all = new ArrayList<>();
        for (int group = 0; group < needed; group++) {
            all.addAll(groups.get(group));
            starts[group + 1] = all.size();
        }
        trees = new TreeEnsemble(new TreeInputs(schema, outputs, rates), all, 1, LARGEST_VALUE, 0);
        double[] values = trees.valuesBySlot(0);
        leaves = new float[values.length];
        for (int slot = 0; slot < leaves.length; slot++) {
            leaves[slot] = (float) values[slot];
        }
        margins = ThreadLocal.withInitial(() -> new float[needed]);
    }

    private static Map<String, List<CategoryRates>> lists(Map<String, CategoryRates> rates) {
        Map<String, List<CategoryRates>> lists = new HashMap<>();
        rates.forEach((name, ofFeature) -> lists.put(name, List.of(ofFeature)));
        return lists;
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

    /** Where all sums begin. */
    public float base() {
        return base;
    }

    /** By name of the category feature. */
    public SortedMap<String, List<CategoryRates>> rates() {
        return trees.inputs().rates();
    }

    /** The trees of each sum. */
    public List<List<DecisionTree>> groups() {
        return groups;
    }

    @Override
    public int sizeInBytes() {
        return trees.sizeInBytes() + 4 * leaves.length;
    }

    /** The library's exponential function is another one, in single precision. */
    @Override
    public double scoreTolerance() {
        return 1e-6;
    }

    @Override
    public double score(FeatureRow row) {
        requireOneOutput();
        float[] sums = sums(row);
        if (sums.length == 1) {
            return sums[0];
        }
        Softmax.inPlace(sums);
        return sums[1];
    }

    @Override
    public void score(FeatureRow row, double[] scores) {
        if (outputs.count() == 1) {
            scores[0] = score(row);
            return;
        }
        float[] sums = sums(row);
        Softmax.inPlace(sums);
        for (int index = 0; index < sums.length; index++) {
            scores[index] = sums[index];
        }
    }

    private float[] sums(FeatureRow row) {
        Scratch scratch = trees.evaluate(row);
        float[] sums = margins.get();
        for (int group = 0; group < sums.length; group++) {
            float sum = base;
            for (int tree = starts[group]; tree < starts[group + 1]; tree++) {
                sum += leaves[scratch.slots[tree]];
            }
            sums[group] = sum;
        }
        return sums;
    }

    /** Shapley values of the class's sum, of a probability those of the positive sum less the negative one. */
    @Override
    public Optional<Contributions> contributions(FeatureRow row, int output) {
        boolean odds = outputs instanceof Outputs.Probability;
        int group = odds ? 1 : output;
        Optional<Contributions> ofTrees = trees.contributions(row, Margins.unit(outputs), 0, tree -> {
            if (tree >= starts[group] && tree < starts[group + 1]) {
                return 1;
            }
            return odds ? -1 : 0;
        });
        return odds ? ofTrees : ofTrees.map(contributions -> contributions.above(base));
    }
}
