package dev.perennial.scoring;

import dev.perennial.scoring.TreeEvaluation.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trees over the same inputs with the way to evaluate them: what boosting and forests share. */
final class TreeEnsemble {

    static final int MOST_TREES = 100_000;

    private final TreeInputs inputs;
    private final List<DecisionTree> trees;
    private final TreeEvaluation evaluation;
    private final ThreadLocal<Scratch> scratches;
    private final boolean explainable;

    TreeEnsemble(TreeInputs inputs, List<DecisionTree> trees, int width, double largestValue, int outputs) {
        this.inputs = inputs;
        this.trees = List.copyOf(trees);
        if (trees.size() > MOST_TREES) {
            throw new IllegalArgumentException(
                    "Invalid trees: there are " + trees.size() + ", at most " + MOST_TREES + " are allowed");
        }
        this.trees.forEach(tree -> check(tree, width, largestValue));
        explainable = this.trees.stream().allMatch(DecisionTree::hasCovers);
        evaluation = TreeEvaluation.of(this.trees, inputs.size());
        int inputCount = inputs.size();
        int treeCount = trees.size();
        scratches = ThreadLocal.withInitial(() -> new Scratch(inputCount, treeCount, outputs));
    }

    private void check(DecisionTree tree, int width, double largestValue) {
        if (tree.inputs() > inputs.size()) {
            throw new IllegalArgumentException("Invalid trees: a split looks at feature " + (tree.inputs() - 1)
                    + " of a schema of " + inputs.size());
        }
        if (tree.width() != width) {
            throw new IllegalArgumentException(
                    "Invalid trees: a leaf has " + tree.width() + " values, the model needs " + width);
        }
        if (tree.largestValue() > largestValue) {
            throw new IllegalArgumentException("Invalid trees: a leaf of " + tree.largestValue());
        }
    }

    TreeInputs inputs() {
        return inputs;
    }

    List<DecisionTree> trees() {
        return trees;
    }

    /** The slots of the leaves that the row reaches. */
    Scratch evaluate(FeatureRow row) {
        inputs.schema().requireSame(row.schema());
        Scratch scratch = scratches.get();
        inputs.read(row, scratch.inputs);
        evaluation.evaluate(scratch);
        return scratch;
    }

    /** One value of all leaves, by slot. */
    double[] valuesBySlot(int dimension) {
        int[] slots = evaluation.slots();
        double[] values = new double[slots.length];
        int leaf = 0;
        for (DecisionTree tree : trees) {
            for (int ofTree = 0; ofTree < tree.leaves(); ofTree++) {
                values[slots[leaf++]] = tree.leafValue(ofTree, dimension);
            }
        }
        return values;
    }

    /** The trees with, as the cover of each leaf, how many of the rows reach it. */
    List<DecisionTree> counting(FeatureTable rows) {
        int[] slots = evaluation.slots();
        float[] reached = new float[slots.length];
        FeatureRow row = new FeatureRow(rows.schema());
        for (int index = 0; index < rows.rows(); index++) {
            rows.read(index, row);
            for (int slot : evaluate(row).slots) {
                reached[slot]++;
            }
        }
        List<DecisionTree> counted = new ArrayList<>(trees.size());
        int leaf = 0;
        for (DecisionTree tree : trees) {
            float[] covers = new float[tree.leaves()];
            for (int ofTree = 0; ofTree < covers.length; ofTree++) {
                covers[ofTree] = reached[slots[leaf++]];
            }
            counted.add(tree.withCovers(covers));
        }
        return counted;
    }

    /** How much of a tree's value, and which of its leaves' values, counts towards a margin. */
    interface Share {
        double of(int tree);
    }

    /**
     * The contributions to the sum of the trees' shares; those of trees with a share of 0 are left out. Empty if a leaf
     * has no cover, or the covers are so far apart that their products leave the range of numbers.
     */
    Optional<Contributions> contributions(FeatureRow row, Contributions.Unit unit, int dimension, Share share) {
        inputs.schema().requireSame(row.schema());
        if (!explainable) {
            return Optional.empty();
        }
        float[] values = new float[inputs.size()];
        inputs.read(row, values);
        int deepest = trees.stream().mapToInt(TreeShapley::depth).max().orElse(0);
        TreeShapley shapley = new TreeShapley(inputs, values, deepest);
        double base = 0;
        for (int tree = 0; tree < trees.size(); tree++) {
            if (share.of(tree) != 0) {
                base += shapley.add(trees.get(tree), dimension, share.of(tree));
            }
        }
        Contributions found = new Contributions(unit, base, shapley.contributions());
        return Double.isFinite(found.margin()) ? Optional.of(found) : Optional.empty();
    }

    int sizeInBytes() {
        return evaluation.sizeInBytes() + inputs.sizeInBytes();
    }
}
