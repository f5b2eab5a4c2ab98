package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.performance.CostMatrix.Decided;
import java.util.Arrays;

/**
 * The loss of each row under a metric that is a mean over rows; larger is worse. Log loss, Brier score, absolute error and
 * cost are the metric's own terms; accuracy counts a wrong row as one, RMSE gives squared errors.
 */
public final class RowLosses {
    private final double[] losses;
    private final double[] promised;

    private RowLosses(double[] losses, double[] promised) {
        this.losses = losses;
        this.promised = promised;
    }

    /**
     * The losses of rows.
     *
     * @throws IllegalArgumentException if the metric is no mean over rows of the task
     */
    public static RowLosses of(LabelledRows rows, Metric metric, OutcomeOptions options) {
        if (rows instanceof BinaryRows binary) {
            return ofBinary(binary, metric, options);
        }
        double[] losses = new double[rows.rows()];
        if (rows instanceof MulticlassRows multiclass) {
            Arrays.setAll(losses, row -> ofClass(multiclass, row, metric));
        } else if (rows instanceof RegressionRows regression) {
            Arrays.setAll(losses, row -> ofNumber(regression, row, metric));
        } else {
            throw noMean(metric, rows.task());
        }
        return new RowLosses(losses, new double[0]);
    }

    private static RowLosses ofBinary(BinaryRows rows, Metric metric, OutcomeOptions options) {
        double[] losses = new double[rows.rows()];
        double[] promised = new double[rows.rows()];
        for (int row = 0; row < losses.length; row++) {
            boolean known = rows.labelled(row) && rows.usable(row);
            double p = rows.score(row);
            losses[row] = known ? ofScore(p, rows.positive(row), metric, options) : Double.NaN;
            promised[row] = known
                    ? p * ofScore(p, true, metric, options) + (1 - p) * ofScore(p, false, metric, options)
                    : Double.NaN;
        }
        return new RowLosses(losses, promised);
    }

    private static double ofScore(double score, boolean label, Metric metric, OutcomeOptions options) {
        boolean called = score >= options.threshold();
        return switch (metric) {
            case LOG_LOSS -> Loss.LOG_LOSS.of(score, label);
            case BRIER -> Loss.BRIER.of(score, label);
            case ACCURACY -> called == label ? 0 : 1;
            case COST ->
                options.costs()
                        .orElseThrow(() -> new IllegalArgumentException("Invalid metric: cost, no costs are declared"))
                        .of(Decided.of(called, label));
            default -> throw noMean(metric, Task.BINARY_CLASSIFICATION);
        };
    }

    private static double ofClass(MulticlassRows rows, int row, Metric metric) {
        if (!rows.labelled(row) || rows.predicted(row) == MulticlassRows.NONE) {
            return Double.NaN;
        }
        if (metric == Metric.ACCURACY) {
            return rows.predicted(row) == rows.label(row) ? 0 : 1;
        }
        if (!rows.probabilistic()) {
            throw noMean(metric, Task.MULTICLASS_CLASSIFICATION);
        }
        return switch (metric) {
            case LOG_LOSS -> Loss.LOG_LOSS.of(rows.probability(row, rows.label(row)), true);
            case BRIER -> squaredError(rows, row);
            default -> throw noMean(metric, Task.MULTICLASS_CLASSIFICATION);
        };
    }

    static double squaredError(MulticlassRows rows, int row) {
        double sum = 0;
        for (int c = 0; c < rows.classes().size(); c++) {
            double error = rows.probability(row, c) - (rows.label(row) == c ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }

    private static double ofNumber(RegressionRows rows, int row, Metric metric) {
        if (!rows.usable(row)) {
            return Double.NaN;
        }
        double error = rows.prediction(row) - rows.label(row);
        return switch (metric) {
            case MAE -> Math.abs(error);
            case RMSE -> error * error;
            default -> throw noMean(metric, Task.REGRESSION);
        };
    }

    private static IllegalArgumentException noMean(Metric metric, Task task) {
        return new IllegalArgumentException(
                "Invalid metric: " + metric.label() + " is no mean over rows of " + task.label());
    }

    /** The number of rows, those without loss included. */
    public int rows() {
        return losses.length;
    }

    /** Whether a row is labelled and usable, and so has a loss. */
    public boolean known(int row) {
        return !Double.isNaN(losses[row]);
    }

    /** The loss of a row that has one. */
    public double loss(int row) {
        return losses[row];
    }

    /**
     * What a binary row lost beyond what its own score promises: on average zero for a calibrated model, however hard the
     * row; the loss itself for other tasks.
     */
    public double beyondPromise(int row) {
        return promised.length == 0 ? losses[row] : losses[row] - promised[row];
    }
}
