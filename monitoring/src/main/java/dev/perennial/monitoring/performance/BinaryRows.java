package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities of the positive class with what happened. A score that is no number in [0, 1] is unusable: its row is
 * counted and left out of every metric.
 */
public final class BinaryRows implements LabelledRows {
    private final double[] scores;
    private final double[] labels;
    private final Blocks blocks;
    private final @Nullable LabelMaturity declared;

    private BinaryRows(double[] scores, double[] labels, Blocks blocks, @Nullable LabelMaturity declared) {
        Require.sameLength(labels.length, scores.length, "scores");
        Require.sameLength(labels.length, blocks.rows(), "block keys");
        for (int row = 0; row < labels.length; row++) {
            if (!(labels[row] == 0 || labels[row] == 1 || Double.isNaN(labels[row]))) {
                throw new IllegalArgumentException(
                        "Invalid label in row " + row + ": " + labels[row] + ", expected 0, 1 or none");
            }
        }
        this.scores = scores;
        this.labels = labels;
        this.blocks = blocks;
        this.declared = declared;
    }

    /** Independent rows that all have their label. */
    public static BinaryRows of(double[] scores, boolean[] labels) {
        double[] numbers = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            numbers[row] = labels[row] ? 1 : 0;
        }
        return ofArrived(scores, numbers);
    }

    /** Independent rows; a label is 1, 0, or NaN when it has not arrived. */
    public static BinaryRows ofArrived(double[] scores, double[] labels) {
        return new BinaryRows(scores, labels, Blocks.independent(labels.length), null);
    }

    /** The same rows, sharing their circumstances by key (such as the day). */
    public BinaryRows inBlocks(String[] keys) {
        return new BinaryRows(scores, labels, Blocks.of(keys), declared);
    }

    /** The same rows with a maturity known from elsewhere: unlabelled predictions are not among them. */
    public BinaryRows withMaturity(LabelMaturity maturity) {
        return new BinaryRows(scores, labels, blocks, maturity);
    }

    /** The probability of a row. */
    public double score(int row) {
        return scores[row];
    }

    /** Whether a row's score is a probability. */
    public boolean usable(int row) {
        return scores[row] >= 0 && scores[row] <= 1;
    }

    /** Whether a row is labelled and positive. */
    public boolean positive(int row) {
        return labels[row] == 1;
    }

    @Override
    public Task task() {
        return Task.BINARY_CLASSIFICATION;
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
    public BinaryRows select(int[] rows) {
        return new BinaryRows(
                Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> labels[row]).toArray(),
                blocks.select(rows),
                null);
    }
}
