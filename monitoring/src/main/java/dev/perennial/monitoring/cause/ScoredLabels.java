package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.Require;

/** Scores of labelled rows with their labels; the arrays are copied. */
public final class ScoredLabels {
    private final double[] scores;
    private final boolean[] labels;

    private ScoredLabels(double[] scores, boolean[] labels) {
        this.scores = scores;
        this.labels = labels;
    }

    /** One score, from 0 to 1, and one label a row. */
    public static ScoredLabels of(double[] scores, boolean[] labels) {
        Require.sameLength(scores.length, labels.length, "labels");
        for (int row = 0; row < scores.length; row++) {
            Require.share(scores[row], "score in row " + row);
        }
        return new ScoredLabels(scores.clone(), labels.clone());
    }

    /** The number of rows. */
    public int rows() {
        return scores.length;
    }

    double score(int row) {
        return scores[row];
    }

    boolean label(int row) {
        return labels[row];
    }

    double[] scores() {
        return scores.clone();
    }
}
