package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import java.util.Optional;

/**
 * What a labelled reference teaches about windows whose labels are not there yet; fitted once, asked for every window.
 * Rebuilt from the same rows and options it is the same, so it need not be stored. Immutable and thread-safe.
 *
 * <p>Of more than 200,000 rows an even sample is used. A reference that is too small, or holds one class only, still answers: every metric of every window is then not
 * evaluable, with the reason.
 */
public sealed interface EstimatorReference permits BinaryEstimator, RegressionEstimator, NoEstimator {

    /** Fits a binary classifier's reference, its rows in order of time. */
    static EstimatorReference binary(ScoredRows rows, boolean[] labels, EstimationOptions options) {
        Require.sameLength(rows.rows(), labels.length, "labels");
        return BinaryEstimator.fit(rows, labels, options);
    }

    /** Fits a regression's reference, its rows in order of time; rows whose prediction or actual value is
     * missing or beyond ±1e70 are left out. */
    static EstimatorReference regression(ScoredRows rows, double[] actuals, EstimationOptions options) {
        Require.sameLength(rows.rows(), actuals.length, "actual values");
        return RegressionEstimator.fit(rows, actuals, options);
    }

    /** Estimates every metric of a window without its labels. The cost is that of telling its rows from the reference's. */
    WindowEstimate estimate(ScoredRows window);

    /**
     * Where harm begins if nothing is declared: three standard deviations of the realised metric over the reference's
     * windows beyond their mean; empty where the reference does not determine the metric.
     */
    Optional<HarmLimit> limit(EstimatedMetric metric);
}
