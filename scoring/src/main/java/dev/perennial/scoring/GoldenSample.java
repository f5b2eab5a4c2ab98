package dev.perennial.scoring;

import java.util.Arrays;

/**
 * Rows with the scores that the training library gave them, carried in the model's file: whoever loads a model scores
 * them again and knows that it still answers as it did when it was trained.
 */
public final class GoldenSample {

    private final FeatureTable rows;
    private final Outputs outputs;
    private final double[] scores;

    /** Rows with a probability each. */
    public GoldenSample(FeatureTable rows, double[] scores) {
        this(rows, Outputs.probability(), scores);
    }

    /** Rows with as many scores each as there are outputs, side by side. */
    public GoldenSample(FeatureTable rows, Outputs outputs, double[] scores) {
        if (rows.rows() == 0 || (long) rows.rows() * outputs.count() != scores.length) {
            throw new IllegalArgumentException(
                    "Invalid golden sample: " + rows.rows() + " rows and " + scores.length + " scores");
        }
        for (double score : scores) {
            if (!outputs.allow(score)) {
                throw new IllegalArgumentException("Invalid golden score: " + score
                        + (outputs instanceof Outputs.Value ? " (a finite number" : " (0 to 1") + " is expected)");
            }
        }
        this.rows = rows;
        this.outputs = outputs;
        this.scores = scores.clone();
    }

    public FeatureTable rows() {
        return rows;
    }

    /** The scores of all rows, each row's side by side. */
    public double[] scores() {
        return scores.clone();
    }

    /**
     * The largest absolute difference between the model's scores of the rows and the recorded ones; of values beyond 1
     * the largest share of the recorded one.
     */
    public double verify(CompiledModel model) {
        if (!outputs.equals(model.outputs())) {
            throw new IllegalArgumentException(
                    "Invalid golden sample: it holds " + outputs + ", the model answers with " + model.outputs());
        }
        double[] actual = model.scoreAll(rows);
        double largest = 0;
        for (int index = 0; index < scores.length; index++) {
            // Math.max keeps a NaN, so that a model that answers with one never passes.
            double difference = Math.abs(actual[index] - scores[index]);
            largest = Math.max(largest, difference / Math.max(1, Math.abs(scores[index])));
        }
        return largest;
    }

    /** The first rows of this sample, at most {@code limit} of them. */
    public GoldenSample first(int limit) {
        int[] selection = new int[Math.min(limit, rows.rows())];
        Arrays.setAll(selection, row -> row);
        return new GoldenSample(
                rows.select(selection), outputs, Arrays.copyOf(scores, selection.length * outputs.count()));
    }
}
