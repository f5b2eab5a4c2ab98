package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * The objective that an estimate is held against: where harm begins, and what the reference's own windows were expected
 * to achieve, so that the luck of a mix of rows is not called harm.
 *
 * @param metric the metric
 * @param limit the worst realised value that is not harm
 * @param expected the mean of the estimates over the reference's windows
 * @param expectedSpread their standard deviation: what estimates vary by without any harm
 */
public record HarmLimit(EstimatedMetric metric, double limit, double expected, double expectedSpread) {

    /** Checks the numbers. */
    public HarmLimit {
        Require.finite(limit, "limit");
        Require.finite(expected, "expected value");
        Require.notNegative(expectedSpread, "spread");
    }

    /** The same with a declared limit, such as "log loss no worse than 0.45". */
    public HarmLimit withLimit(double declared) {
        return new HarmLimit(metric, declared, expected, expectedSpread);
    }
}
