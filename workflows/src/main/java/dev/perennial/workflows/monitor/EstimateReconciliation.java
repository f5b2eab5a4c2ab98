package dev.perennial.workflows.monitor;

import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.PerformanceEstimate;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.MetricValue;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Digest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The estimate that was made of a window before its labels, beside what they then showed, and how all estimates of the
 * champion's term have turned out so far. The next estimate is widened, or its trust withdrawn, by this record.
 *
 * @param estimate the {@link EstimateReport}; empty where the labels were there first
 * @param compared metric by metric, where there was an estimate
 * @param trackRecords the monitor's record of its own errors, this window included
 */
public record EstimateReconciliation(
        Optional<Digest> estimate, List<Compared> compared, EstimateTrackRecords trackRecords) {
    /** Copies the list. */
    public EstimateReconciliation {
        compared = List.copyOf(compared);
    }

    /**
     * One metric as it was estimated and as it came.
     *
     * @param realised what the labels show, with its own interval
     */
    public record Compared(EstimatedMetric metric, PerformanceEstimate estimated, Estimate realised) {}

    /** No estimate so far. */
    public static EstimateReconciliation none() {
        return new EstimateReconciliation(Optional.empty(), List.of(), EstimateTrackRecords.empty());
    }

    /** The record as it goes on over a window of which there was no estimate, or no label. */
    public EstimateReconciliation without() {
        return new EstimateReconciliation(Optional.empty(), List.of(), trackRecords);
    }

    /** The record with one more window: what was estimated of it, and what its labels show. */
    public EstimateReconciliation with(Digest document, EstimateReport estimated, OutcomeReport realised) {
        List<Compared> pairs = new ArrayList<>();
        Map<EstimatedMetric, Double> values = new EnumMap<>(EstimatedMetric.class);
        for (Map.Entry<EstimatedMetric, PerformanceEstimate> entry :
                estimated.estimate().metrics().entrySet()) {
            EstimatedMetric metric = entry.getKey();
            Optional<Estimate> shown = shown(metric, realised);
            if (shown.isEmpty()) {
                continue;
            }
            pairs.add(new Compared(metric, entry.getValue(), shown.get()));
            shown.get().point().ifPresent(value -> values.put(metric, value));
        }
        return new EstimateReconciliation(
                Optional.of(document), pairs, trackRecords.after(estimated.estimate(), values));
    }

    private static Optional<Estimate> shown(EstimatedMetric metric, OutcomeReport realised) {
        return realised.metrics().stream()
                .filter(value -> value.name().toString().equals(metric.label()))
                .map(MetricValue::estimate)
                .findFirst();
    }
}
