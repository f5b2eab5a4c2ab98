package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;

/**
 * Rows of features with what a model is to say of them, and the event time of the prediction in milliseconds since the
 * epoch. The arrays are not copied in: the table owns them. Safe for concurrent reading.
 */
public final class TrainingTable {

    private final FeatureTable features;
    private final Outputs outputs;
    private final double[] targets;
    private final long[] eventTimeMillis;

    /**
     * Rows with a target each: of a probability 0 or 1, of classes the number of the class's label, of a value the
     * value.
     */
    public TrainingTable(FeatureTable features, Outputs outputs, double[] targets, long[] eventTimeMillis) {
        if (features.rows() != targets.length || features.rows() != eventTimeMillis.length) {
            throw new IllegalArgumentException("Invalid training table: " + features.rows() + " rows, " + targets.length
                    + " targets, " + eventTimeMillis.length + " event times");
        }
        for (int row = 0; row < targets.length; row++) {
            if (!isTarget(outputs, targets[row])) {
                throw new IllegalArgumentException(
                        "Invalid target of row " + row + ": " + targets[row] + " for " + outputs);
            }
        }
        this.features = features;
        this.outputs = outputs;
        this.targets = targets;
        this.eventTimeMillis = eventTimeMillis;
    }

    private static boolean isTarget(Outputs outputs, double target) {
        return outputs instanceof Outputs.Value
                ? Double.isFinite(target)
                : target >= 0 && target < Math.max(2, outputs.count()) && target == Math.rint(target);
    }

    static TrainingTable of(LabelledTable table) {
        double[] targets = new double[table.rows()];
        long[] times = new long[table.rows()];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = table.label(row) ? 1 : 0;
            times[row] = table.eventTimeMillis(row);
        }
        return new TrainingTable(table.features(), Outputs.probability(), targets, times);
    }

    public FeatureTable features() {
        return features;
    }

    /** What a model of these rows answers with. */
    public Outputs outputs() {
        return outputs;
    }

    public int rows() {
        return targets.length;
    }

    double target(int row) {
        return targets[row];
    }

    /** What the row says of one of the model's outputs: 1 or 0 of a class, or the value. */
    double target(int row, int output) {
        return outputs instanceof Outputs.ClassProbabilities ? (targets[row] == output ? 1 : 0) : targets[row];
    }

    long eventTimeMillis(int row) {
        return eventTimeMillis[row];
    }

    /** How many rows have that target. */
    int count(double target) {
        int count = 0;
        for (double ofRow : targets) {
            count += ofRow == target ? 1 : 0;
        }
        return count;
    }
}
