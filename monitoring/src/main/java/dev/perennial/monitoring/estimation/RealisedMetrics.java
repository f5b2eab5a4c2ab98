package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What labels show, under the same names and definitions as estimates have. */
public final class RealisedMetrics {

    private RealisedMetrics() {}

    /** The metrics of labelled rows of a classifier; those that the rows do not determine are left out. */
    public static Map<EstimatedMetric, Double> binary(ScoredRows all, boolean[] allLabels) {
        Require.sameLength(all.rows(), allLabels.length, "labels");
        int[] usable = all.usable(0, 1);
        ScoredRows rows = all.select(usable);
        double[] labels = new double[usable.length];
        for (int i = 0; i < usable.length; i++) {
            labels[i] = allLabels[usable[i]] ? 1 : 0;
        }
        ExpectedPerformance performance = new ExpectedPerformance(rows.scores(), rows.decisions(), labels);
        Map<EstimatedMetric, Double> realised = new EnumMap<>(EstimatedMetric.class);
        for (EstimatedMetric metric : BinaryEstimator.METRICS) {
            performance.value(metric).ifPresent(value -> realised.put(metric, value));
        }
        return Collections.unmodifiableMap(realised);
    }

    /**
     * The metrics of labelled rows of a classifier of several classes, as {@link MulticlassEstimator} expects them; rows whose
     * scores it cannot use are left out.
     */
    public static Map<EstimatedMetric, Double> classes(double[][] scores, int[] labels) {
        return MulticlassEstimator.realised(scores, labels);
    }

    /** The metrics of a regression's rows; rows whose prediction or actual value is missing or beyond ±1e70 are left out. */
    public static Map<EstimatedMetric, Double> regression(ScoredRows rows, double[] actuals) {
        Require.sameLength(rows.rows(), actuals.length, "actual values");
        double count = 0;
        double absolute = 0;
        double squared = 0;
        double relative = 0;
        boolean everyActualHasSize = true;
        for (int row : rows.usable(-RegressionEstimator.LARGEST, RegressionEstimator.LARGEST)) {
            if (Math.abs(actuals[row]) <= RegressionEstimator.LARGEST) {
                double error = Math.abs(rows.scores()[row] - actuals[row]);
                count++;
                absolute += error;
                squared += error * error;
                double share = error / Math.abs(actuals[row]);
                boolean hasSize = actuals[row] != 0 && share <= RegressionEstimator.LARGEST;
                everyActualHasSize &= hasSize;
                relative += hasSize ? share : 0;
            }
        }
        Map<EstimatedMetric, Double> realised = new EnumMap<>(EstimatedMetric.class);
        if (count > 0) {
            realised.put(EstimatedMetric.MEAN_ABSOLUTE_ERROR, absolute / count);
            realised.put(EstimatedMetric.MEAN_SQUARED_ERROR, squared / count);
            realised.put(EstimatedMetric.ROOT_MEAN_SQUARED_ERROR, Math.sqrt(squared / count));
            if (everyActualHasSize) {
                realised.put(EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR, relative / count);
            }
        }
        return Collections.unmodifiableMap(realised);
    }
}
