package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predicted classes, or their probabilities, with the classes that happened. A row is unusable, counted and left out, when
 * its probabilities are not numbers in [0, 1] that sum to one within 1e-3, or its predicted class is missing.
 */
public final class MulticlassRows implements LabelledRows {

    /** The code of a label that has not arrived, or of a prediction that is none. */
    public static final int NONE = -1;

    private static final double SUM_TOLERANCE = 1e-3;

    private final List<String> classes;
    private final double[][] probabilities;
    private final int[] predicted;
    private final int[] labels;
    private final Blocks blocks;
    private final @Nullable LabelMaturity declared;

    private MulticlassRows(
            List<String> classes,
            double[][] probabilities,
            int[] predicted,
            int[] labels,
            Blocks blocks,
            @Nullable LabelMaturity declared) {
        this.classes = List.copyOf(classes);
        if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
            throw new IllegalArgumentException("Invalid classes: " + classes + ", expected at least 2 distinct ones");
        }
        Require.sameLength(labels.length, predicted.length, "predictions");
        Require.sameLength(labels.length, blocks.rows(), "block keys");
        for (int row = 0; row < labels.length; row++) {
            check(labels[row], "label", row);
            check(predicted[row], "prediction", row);
        }
        this.probabilities = probabilities;
        this.predicted = predicted;
        this.labels = labels;
        this.blocks = blocks;
        this.declared = declared;
    }

    private void check(int code, String what, int row) {
        if (code < NONE || code >= classes.size()) {
            throw new IllegalArgumentException(
                    "Invalid " + what + " in row " + row + ": " + code + ", expected -1 to " + (classes.size() - 1));
        }
    }

    /** Independent rows with one probability a class; the most probable class is predicted, the first of equals. */
    public static MulticlassRows ofProbabilities(List<String> classes, double[][] probabilities, int[] labels) {
        Require.sameLength(labels.length, probabilities.length, "probabilities");
        int[] predicted = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            Require.sameLength(classes.size(), probabilities[row].length, "probabilities of row " + row);
            predicted[row] = mostProbable(probabilities[row]);
        }
        return new MulticlassRows(classes, probabilities, predicted, labels, Blocks.independent(labels.length), null);
    }

    /** Independent rows with predicted classes alone; codes are indexes of classes, {@link #NONE} for none. */
    public static MulticlassRows ofClasses(List<String> classes, int[] predicted, int[] labels) {
        return new MulticlassRows(classes, new double[0][], predicted, labels, Blocks.independent(labels.length), null);
    }

    private static int mostProbable(double[] probabilities) {
        int most = 0;
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            if (!(probabilities[c] >= 0 && probabilities[c] <= 1)) {
                return NONE;
            }
            sum += probabilities[c];
            most = probabilities[c] > probabilities[most] ? c : most;
        }
        return Math.abs(sum - 1) <= SUM_TOLERANCE ? most : NONE;
    }

    /** The same rows, sharing their circumstances by key (such as the day). */
    public MulticlassRows inBlocks(String[] keys) {
        return new MulticlassRows(classes, probabilities, predicted, labels, Blocks.of(keys), declared);
    }

    /** The same rows with a maturity known from elsewhere: unlabelled predictions are not among them. */
    public MulticlassRows withMaturity(LabelMaturity maturity) {
        return new MulticlassRows(classes, probabilities, predicted, labels, blocks, maturity);
    }

    /** The classes that codes point to. */
    public List<String> classes() {
        return classes;
    }

    /** Whether rows have probabilities. */
    public boolean probabilistic() {
        return probabilities.length > 0;
    }

    /** The probability of a class in a row of {@link #probabilistic} rows. */
    public double probability(int row, int classCode) {
        return probabilities[row][classCode];
    }

    /** The predicted class of a row; {@link #NONE} when unusable. */
    public int predicted(int row) {
        return predicted[row];
    }

    /** The class that happened; {@link #NONE} when it has not arrived. */
    public int label(int row) {
        return labels[row];
    }

    @Override
    public Task task() {
        return Task.MULTICLASS_CLASSIFICATION;
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public boolean labelled(int row) {
        return labels[row] != NONE;
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
    public MulticlassRows select(int[] rows) {
        return new MulticlassRows(
                classes,
                probabilistic()
                        ? Arrays.stream(rows)
                                .mapToObj(row -> probabilities[row])
                                .toArray(double[][]::new)
                        : probabilities,
                Arrays.stream(rows).map(row -> predicted[row]).toArray(),
                Arrays.stream(rows).map(row -> labels[row]).toArray(),
                blocks.select(rows),
                null);
    }
}
