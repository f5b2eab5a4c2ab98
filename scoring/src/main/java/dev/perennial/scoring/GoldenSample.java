package dev.perennial.scoring;

/**
 * Rows with the scores that the training library gave them, carried in the model's file: whoever loads a model scores
 * them again and knows that it still answers as it did when it was trained.
 */
public final class GoldenSample {

    private final FeatureTable rows;
    private final double[] scores;

    public GoldenSample(FeatureTable rows, double[] scores) {
        if (rows.rows() == 0 || rows.rows() != scores.length) {
            throw new IllegalArgumentException(
                    "Invalid golden sample: " + rows.rows() + " rows and " + scores.length + " scores");
        }
        for (double score : scores) {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("Invalid golden score: " + score + " (0 to 1 is expected)");
            }
        }
        this.rows = rows;
        this.scores = scores.clone();
    }

    public FeatureTable rows() {
        return rows;
    }

    public double[] scores() {
        return scores.clone();
    }

    /** The largest absolute difference between the model's scores of the rows and the recorded ones. */
    public double verify(CompiledModel model) {
        double[] actual = model.scoreAll(rows);
        double largest = 0;
        for (int row = 0; row < scores.length; row++) {
            // Math.max keeps a NaN, so that a model that answers with one never passes.
            largest = Math.max(largest, Math.abs(actual[row] - scores[row]));
        }
        return largest;
    }

    /** The first rows of this sample, at most {@code limit} of them. */
    public GoldenSample first(int limit) {
        int[] selection = new int[Math.min(limit, scores.length)];
        double[] selected = new double[selection.length];
        for (int row = 0; row < selection.length; row++) {
            selection[row] = row;
            selected[row] = scores[row];
        }
        return new GoldenSample(rows.select(selection), selected);
    }
}
