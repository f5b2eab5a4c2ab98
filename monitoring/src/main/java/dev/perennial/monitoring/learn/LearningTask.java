package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.Require;
import java.util.Arrays;

/**
 * What is to be learnt: a target for every row, its weight, and the margin from which boosting starts. The arrays are not
 * copied: whoever hands them over leaves them as they are.
 */
public final class LearningTask {
    private final BinnedRows rows;
    private final BoostingLoss loss;
    private final double[] targets;
    private final double[] weights;
    private final double[] offsets;

    private LearningTask(BinnedRows rows, BoostingLoss loss, double[] targets, double[] weights, double[] offsets) {
        Require.sameLength(rows.rows(), targets.length, "targets");
        Require.sameLength(rows.rows(), weights.length, "weights");
        Require.sameLength(rows.rows(), offsets.length, "offsets");
        for (int row = 0; row < targets.length; row++) {
            Require.finite(targets[row], "target in row " + row);
            Require.notNegative(weights[row], "weight in row " + row);
            Require.finite(offsets[row], "offset in row " + row);
        }
        this.rows = rows;
        this.loss = loss;
        this.targets = targets;
        this.weights = weights;
        this.offsets = offsets;
    }

    /** Rows of equal weight; boosting starts from the constant that fits them best. */
    public static LearningTask of(BinnedRows rows, BoostingLoss loss, double[] targets) {
        double[] offsets = new double[targets.length];
        Arrays.fill(
                offsets,
                loss.constant(targets.length == 0 ? 0 : Arrays.stream(targets).sum() / targets.length));
        return new LearningTask(rows, loss, targets, ones(targets.length), offsets);
    }

    /** Rows of equal weight; boosting starts from a margin of each row. */
    public static LearningTask startingAt(BinnedRows rows, BoostingLoss loss, double[] targets, double[] margins) {
        return new LearningTask(rows, loss, targets, ones(targets.length), margins);
    }

    /** The same with weights, none negative. */
    public LearningTask weighted(double[] rowWeights) {
        return new LearningTask(rows, loss, targets, rowWeights, offsets);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    BinnedRows rows() {
        return rows;
    }

    BoostingLoss loss() {
        return loss;
    }

    double[] targets() {
        return targets;
    }

    double[] weights() {
        return weights;
    }

    double[] offsets() {
        return offsets;
    }
}
