package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * What a classifier of several classes achieved.
 *
 * @param rows labelled rows with a usable prediction
 * @param unusable labelled rows without one
 * @param blocks the number of blocks, or of rows when every row is independent
 * @param labels how many predictions have their label
 * @param metrics the metrics over all classes
 * @param classes the metrics of each class against all others
 * @param confusion the predictions by what happened
 */
public record MulticlassOutcomes(
        long rows,
        long unusable,
        long blocks,
        LabelMaturity labels,
        List<MetricValue> metrics,
        List<ClassOutcome> classes,
        ConfusionMatrix confusion)
        implements OutcomeReport {

    /** Checks the counts. */
    public MulticlassOutcomes {
        Require.notNegative(rows, "row count");
        Require.notNegative(unusable, "count of unusable rows");
        metrics = List.copyOf(metrics);
        classes = List.copyOf(classes);
    }
}
