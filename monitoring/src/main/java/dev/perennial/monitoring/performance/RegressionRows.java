package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Predicted numbers with what happened. A row whose prediction or label is infinite, beyond ±1e100, or whose prediction is
 * missing is unusable: counted and left out.
 */
public final class RegressionRows implements LabelledRows {
    private static final double LARGEST = 1e100;

    private final double[] predictions;
    private final double[] labels;
    private final Blocks blocks;
    private final @Nullable LabelMaturity declared;

    private RegressionRows(double[] predictions, double[] labels, Blocks blocks, @Nullable LabelMaturity declared) {
        Require.sameLength(labels.length, predictions.length, "predictions");
        Require.sameLength(labels.length, blocks.rows(), "block keys");
        this.predictions = predictions;
        this.labels = labels;
        this.blocks = blocks;
        this.declared = declared;
    }

    /** Independent rows; the label is NaN when it has not arrived. */
    public static RegressionRows of(double[] predictions, double[] labels) {
        return new RegressionRows(predictions, labels, Blocks.independent(labels.length), null);
    }

    /** The same rows, sharing their circumstances by key (such as the day). */
    public RegressionRows inBlocks(String[] keys) {
        return new RegressionRows(predictions, labels, Blocks.of(keys), declared);
    }

    /** The same rows with a maturity known from elsewhere: unlabelled predictions are not among them. */
    public RegressionRows withMaturity(LabelMaturity maturity) {
        return new RegressionRows(predictions, labels, blocks, maturity);
    }

    /** The prediction of a row. */
    public double prediction(int row) {
        return predictions[row];
    }

    /** The label of a row; NaN when it has not arrived. */
    public double label(int row) {
        return labels[row];
    }

    /** Whether a row is labelled and both numbers can be computed with. */
    public boolean usable(int row) {
        return Math.abs(predictions[row]) <= LARGEST && Math.abs(labels[row]) <= LARGEST;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public boolean labelled(int row) {
        return !Double.isNaN(labels[row]);
    }

    @Override
    public Blocks blocks() {
        return blocks;
    }

    @Override
    public LabelMaturity maturity() {
        return declared == null ? LabelledRows.counted(this) : declared;
    }

    @Override
    public RegressionRows select(int[] rows) {
        return new RegressionRows(
                Arrays.stream(rows).mapToDouble(row -> predictions[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> labels[row]).toArray(),
                blocks.select(rows),
                null);
    }
}
