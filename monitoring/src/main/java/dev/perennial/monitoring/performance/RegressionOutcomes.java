package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * What a regression achieved.
 *
 * @param rows labelled rows with usable numbers
 * @param unusable labelled rows whose prediction or label cannot be computed with
 * @param blocks the number of blocks, or of rows when every row is independent
 * @param labels how many predictions have their label
 * @param metrics the metrics
 */
public record RegressionOutcomes(long rows, long unusable, long blocks, LabelMaturity labels, List<MetricValue> metrics)
        implements OutcomeReport {

    /** Checks the counts. */
    public RegressionOutcomes {
        Require.notNegative(rows, "row count");
        Require.notNegative(unusable, "count of unusable rows");
        metrics = List.copyOf(metrics);
    }
}
