package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.Require;

/**
 * How {@link BoostedTrees} are grown.
 *
 * @param rounds how many trees at most
 * @param leaves how many leaves a tree has at most, at least 2
 * @param learningRate the share of each tree's step that is taken, in (0, 1]
 * @param rowsPerLeaf how many rows a leaf has at least
 * @param ridge the penalty on squared leaf values, in units of the summed second derivative
 * @param patience after how many rounds without a better held-out loss cross-fitting stops
 */
public record BoostingOptions(
        int rounds, int leaves, double learningRate, int rowsPerLeaf, double ridge, int patience) {

    /** Checks the ranges. */
    public BoostingOptions {
        Require.positive(rounds, "number of rounds");
        if (leaves < 2) {
            throw new IllegalArgumentException("Invalid number of leaves: " + leaves + ", expected at least 2");
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("Invalid learning rate: " + learningRate + " is not within (0, 1]");
        }
        Require.positive(rowsPerLeaf, "rows per leaf");
        Require.notNegative(ridge, "ridge");
        Require.positive(patience, "patience");
    }

    /**
     * The defaults for so many rows. A leaf keeps 100 rows, so that a proportion in it has a standard error of at most
     * 5 points, or a fiftieth of the rows (at least 5) where there are few; 31 leaves and a step of a tenth are what
     * histogram boosting has used since LightGBM (Ke et al., 2017), and the number of rounds is left to held-out loss.
     */
    public static BoostingOptions forRows(int rows) {
        return new BoostingOptions(300, 31, 0.1, Math.max(5, Math.min(100, rows / 50)), 1, 15);
    }

    /** The same with another limit on rounds. */
    public BoostingOptions withRounds(int most) {
        return new BoostingOptions(most, leaves, learningRate, rowsPerLeaf, ridge, patience);
    }

    /** The same with another limit on leaves. */
    public BoostingOptions withLeaves(int most) {
        return new BoostingOptions(rounds, most, learningRate, rowsPerLeaf, ridge, patience);
    }
}
