package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * What a ranking achieved.
 *
 * @param rows rows of usable, wholly labelled queries
 * @param unusable labelled rows of queries that cannot be used
 * @param queries usable, wholly labelled queries
 * @param labels how many predictions have their label
 * @param metrics the metrics
 */
public record RankingOutcomes(long rows, long unusable, long queries, LabelMaturity labels, List<MetricValue> metrics)
        implements OutcomeReport {

    /** Checks the counts. */
    public RankingOutcomes {
        Require.notNegative(unusable, "count of unusable rows");
        Require.notNegative(queries, "count of queries");
        if (queries > rows) {
            throw new IllegalArgumentException("Invalid outcomes: " + queries + " queries of " + rows + " rows");
        }
        metrics = List.copyOf(metrics);
    }
}
