package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;

/**
 * Rows with what a model said of them: features, a score each, and for a classifier the decision. Scores are probabilities
 * of the positive class, or a regression's predictions; rows without a usable score are left out and counted. The arrays
 * are not copied: whoever hands them over leaves them as they are.
 */
public final class ScoredRows {
    private final ColumnTable features;
    private final double[] scores;
    private final boolean[] decisions;

    private ScoredRows(ColumnTable features, double[] scores, boolean[] decisions) {
        Require.sameLength(features.rows(), scores.length, "scores");
        Require.sameLength(features.rows(), decisions.length, "decisions");
        this.features = features;
        this.scores = scores;
        this.decisions = decisions;
    }

    /** Rows of a classifier with its decisions. */
    public static ScoredRows decided(ColumnTable features, double[] scores, boolean[] decisions) {
        return new ScoredRows(features, scores, decisions);
    }

    /** Rows of a classifier that decides positive from a score upwards. */
    public static ScoredRows decidedFrom(double threshold, ColumnTable features, double[] scores) {
        Require.finite(threshold, "threshold");
        boolean[] decisions = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            decisions[row] = scores[row] >= threshold;
        }
        return new ScoredRows(features, scores, decisions);
    }

    /** Rows of a regression with its predictions. */
    public static ScoredRows predicted(ColumnTable features, double[] predictions) {
        return new ScoredRows(features, predictions, new boolean[predictions.length]);
    }

    /** The number of rows. */
    public int rows() {
        return scores.length;
    }

    /** The features. */
    public ColumnTable features() {
        return features;
    }

    /** The scores; read only. */
    public double[] scores() {
        return scores;
    }

    /** The decisions; read only. */
    public boolean[] decisions() {
        return decisions;
    }

    /** The rows of the given indexes, in their order. */
    public ScoredRows select(int[] rows) {
        return new ScoredRows(
                features.select(rows), CalibrationNeed.pick(scores, rows), CalibrationNeed.pick(decisions, rows));
    }

    /** The features with the score as one more column, under a name that no feature has. */
    ColumnTable withScore() {
        ColumnTable.Builder all = ColumnTable.builder(rows());
        features.columns().forEach(all::add);
        String name = "score";
        while (features.column(name).isPresent()) {
            name = name + "'";
        }
        return all.numbers(name, scores).build();
    }

    /** The indexes of rows whose score is a finite number within the bounds. */
    int[] usable(double least, double most) {
        int[] kept = new int[scores.length];
        int n = 0;
        for (int row = 0; row < scores.length; row++) {
            if (scores[row] >= least && scores[row] <= most && Double.isFinite(scores[row])) {
                kept[n++] = row;
            }
        }
        return Arrays.copyOf(kept, n);
    }
}
