package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fitted sum of small regression trees over binned columns: gradient boosting with histograms. Immutable.
 *
 * <p>The same rows in any order give the same model, bit by bit: no row or column is drawn at random, and sums are kept in
 * fixed point. A model without a tree answers with the offsets alone. Time per tree is linear in rows times columns.
 */
public final class BoostedTrees {

    /*
     * 1. J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001).
     * 2. G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS (2017): bins, best-first
     *    growth, the smaller child counted and the larger one subtracted.
     */

    private final List<RegressionTree> trees;
    private final BoostingLoss loss;

    BoostedTrees(List<RegressionTree> trees, BoostingLoss loss) {
        this.trees = List.copyOf(trees);
        this.loss = loss;
    }

    /** Fits exactly as many trees as the options allow to all rows of a task. */
    public static BoostedTrees fit(LearningTask task, BoostingOptions options) {
        return fit(task, IntStream.range(0, task.rows().rows()).toArray(), options);
    }

    /** Fits to some rows of a task. */
    public static BoostedTrees fit(LearningTask task, int[] rows, BoostingOptions options) {
        Boosting boosting = new Boosting(task, rows, options);
        for (int round = 0; round < options.rounds() && rows.length > 0; round++) {
            boosting.round();
        }
        return new BoostedTrees(boosting.trees(), task.loss());
    }

    /** How many trees there are. */
    public int size() {
        return trees.size();
    }

    /** The model of the first trees alone. */
    BoostedTrees first(int count) {
        return new BoostedTrees(trees.subList(0, count), loss);
    }

    /** What the trees add to the offset of a row. */
    public double step(BinnedRows rows, int row) {
        double sum = 0;
        for (RegressionTree tree : trees) {
            sum += tree.value(rows, row);
        }
        return sum;
    }

    /** The outcomes of rows that start from the given margins: means or probabilities. */
    public double[] predict(BinnedRows rows, double[] offsets) {
        Require.sameLength(rows.rows(), offsets.length, "offsets");
        double[] outcomes = new double[offsets.length];
        for (int row = 0; row < outcomes.length; row++) {
            outcomes[row] = loss.outcome(offsets[row] + step(rows, row));
        }
        return outcomes;
    }
}
