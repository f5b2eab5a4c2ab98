package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything estimated about one window without its labels.
 *
 * @param rows rows with a usable score
 * @param unusable rows without one, which are left out
 * @param metrics every metric of the task, in declared order
 * @param overlap how well the reference covers the window
 */
public record WindowEstimate(
        long rows, long unusable, Map<EstimatedMetric, PerformanceEstimate> metrics, Overlap overlap) {

    /** Checks the counts and copies the map. */
    public WindowEstimate {
        Require.notNegative(rows, "row count");
        Require.notNegative(unusable, "count of unusable rows");
        EnumMap<EstimatedMetric, PerformanceEstimate> copy = new EnumMap<>(EstimatedMetric.class);
        copy.putAll(metrics);
        metrics = Collections.unmodifiableMap(copy);
    }

    /** The estimate of a metric; not evaluable where the task does not have it. */
    public PerformanceEstimate of(EstimatedMetric metric) {
        return Optional.ofNullable(metrics.get(metric))
                .orElseGet(
                        () -> new PerformanceEstimate.NotEvaluable(metric.label() + " is not a metric of this task"));
    }
}
