package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;

/**
 * A business metric of one set of rows.
 *
 * @param metric what was declared
 * @param estimate its value with an interval, or why there is none
 * @param arrived how many rows have what it is computed from: it often comes days after the prediction
 * @param unusable rows whose number is infinite or beyond ±1e100, left out
 */
public record BusinessValue(BusinessMetric metric, Estimate estimate, LabelMaturity arrived, long unusable) {

    /** Checks the count. */
    public BusinessValue {
        Require.notNegative(unusable, "count of unusable rows");
    }
}
