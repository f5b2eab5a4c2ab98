package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.Loss;

/**
 * The scores of two models on the same labelled rows, in event-time order, with the block of each row. Immutable and
 * thread-safe; arrays are copied.
 */
public final class PairedScores {
    private final double[] champion;
    private final double[] candidate;
    private final boolean[] labels;
    private final String[] blocks;

    /**
     * Takes columns of equal length.
     *
     * @param champion the champion's probabilities
     * @param candidate the candidate's probabilities
     * @param labels what happened
     * @param blocks the block of each row, such as its day
     * @throws IllegalArgumentException if lengths differ or a score is not in [0, 1]
     */
    public PairedScores(double[] champion, double[] candidate, boolean[] labels, String[] blocks) {
        Require.sameLength(labels.length, champion.length, "champion scores");
        Require.sameLength(labels.length, candidate.length, "candidate scores");
        Require.sameLength(labels.length, blocks.length, "block keys");
        this.champion = champion.clone();
        this.candidate = candidate.clone();
        this.labels = labels.clone();
        this.blocks = blocks.clone();
        for (int row = 0; row < labels.length; row++) {
            Require.share(champion[row], "champion score in row " + row);
            Require.share(candidate[row], "candidate score in row " + row);
        }
    }

    /** The number of rows. */
    public int rows() {
        return labels.length;
    }

    /** The champion's losses minus the candidate's by block; positive favours the candidate. */
    public BlockedDifferences differences(Loss loss) {
        return BlockedDifferences.ofLosses(loss, champion, candidate, labels, blocks);
    }

    /** The champion's losses minus the candidate's, row by row. */
    public double[] rowDifferences(Loss loss) {
        return BlockedDifferences.differences(loss, champion, candidate, labels);
    }

    double[] champion() {
        return champion;
    }

    double[] candidate() {
        return candidate;
    }

    boolean[] labels() {
        return labels;
    }

    String[] blocks() {
        return blocks;
    }
}
