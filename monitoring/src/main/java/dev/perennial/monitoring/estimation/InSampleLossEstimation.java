package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.learn.BoostedTrees;
import dev.perennial.monitoring.learn.BoostingLoss;
import dev.perennial.monitoring.learn.BoostingOptions;
import dev.perennial.monitoring.learn.LearningTask;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Direct loss estimation in NannyML's manner: a hundred trees of 31 leaves fitted to the reference's losses, asked about
 * the same rows and about chunks alike, never below zero; standard errors from the reference's losses. Estimates on the
 * reference are optimistic, which {@link EstimatorReference#regression} avoids. The trees are ours, so values agree with
 * the peer's in kind, not digit by digit. Immutable.
 */
public final class InSampleLossEstimation {
    private static final BoostingOptions OPTIONS = new BoostingOptions(100, 31, 0.1, 20, 0, 100);

    private final Binning binning;
    private final Map<EstimatedMetric, Fitted> losses = new EnumMap<>(EstimatedMetric.class);

    /**
     * The estimate of one metric.
     *
     * @param value the estimate
     * @param samplingError its standard error for the rows of the chunk
     */
    public record Value(double value, double samplingError) {

        /** Checks the numbers. */
        public Value {
            Require.notNegative(value, "value");
            Require.notNegative(samplingError, "sampling error");
        }
    }

    private record Fitted(BoostedTrees trees, double mean, double deviation) {}

    private InSampleLossEstimation(ScoredRows reference, double[] actuals) {
        binning = Binning.of(reference.withScore());
        BinnedRows rows = binning.bin(reference.withScore());
        double[] absolute = new double[actuals.length];
        double[] squared = new double[actuals.length];
        for (int row = 0; row < actuals.length; row++) {
            absolute[row] = Math.abs(reference.scores()[row] - actuals[row]);
            squared[row] = absolute[row] * absolute[row];
        }
        losses.put(EstimatedMetric.MEAN_ABSOLUTE_ERROR, fit(rows, absolute));
        losses.put(EstimatedMetric.MEAN_SQUARED_ERROR, fit(rows, squared));
        if (Arrays.stream(actuals).noneMatch(actual -> actual == 0)) {
            double[] relative = new double[actuals.length];
            Arrays.setAll(relative, row -> absolute[row] / Math.abs(actuals[row]));
            losses.put(EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR, fit(rows, relative));
        }
    }

    /** Fits a reference of finite predictions and actual values, at least one. */
    public static InSampleLossEstimation fit(ScoredRows reference, double[] actuals) {
        Require.positive(actuals.length, "number of reference rows");
        Require.sameLength(reference.rows(), actuals.length, "actual values");
        for (int row = 0; row < actuals.length; row++) {
            Require.finite(reference.scores()[row], "prediction in row " + row);
            Require.finite(actuals[row], "actual value in row " + row);
        }
        return new InSampleLossEstimation(reference, actuals);
    }

    private static Fitted fit(BinnedRows rows, double[] losses) {
        double mean = Arrays.stream(losses).sum() / losses.length;
        double squares = 0;
        for (double loss : losses) {
            squares += (loss - mean) * (loss - mean);
        }
        BoostedTrees trees = BoostedTrees.fit(LearningTask.of(rows, BoostingLoss.SQUARED, losses), OPTIONS);
        return new Fitted(trees, mean, Math.sqrt(squares / losses.length));
    }

    /** Estimates every metric of a chunk of finite predictions; empty without a row. */
    public Map<EstimatedMetric, Value> estimate(ScoredRows chunk) {
        Map<EstimatedMetric, Value> values = new EnumMap<>(EstimatedMetric.class);
        if (chunk.rows() == 0) {
            return values;
        }
        BinnedRows rows = binning.bin(chunk.withScore());
        losses.forEach((metric, fitted) -> {
            double[] start = new double[rows.rows()];
            Arrays.fill(start, fitted.mean());
            double mean = Arrays.stream(fitted.trees().predict(rows, start))
                            .map(loss -> Math.max(0, loss))
                            .sum()
                    / rows.rows();
            values.put(metric, new Value(mean, fitted.deviation() / Math.sqrt(rows.rows())));
            if (metric == EstimatedMetric.MEAN_SQUARED_ERROR) {
                double error =
                        fitted.mean() > 0 ? fitted.deviation() / Math.sqrt(4.0 * rows.rows() * fitted.mean()) : 0;
                values.put(EstimatedMetric.ROOT_MEAN_SQUARED_ERROR, new Value(Math.sqrt(mean), error));
            }
        });
        return Collections.unmodifiableMap(values);
    }
}
