package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.List;

/**
 * One slice of a window.
 *
 * @param definition what declared it
 * @param name the slice, such as {@code carrier = UA}
 * @param rows its predictions in the window
 * @param share its share of the window's predictions
 * @param referenceShare its share of the reference's predictions
 * @param labels how many of its predictions have their label
 * @param metrics its metrics
 */
public record SliceOutcome(
        String definition,
        String name,
        long rows,
        Estimate share,
        Estimate referenceShare,
        LabelMaturity labels,
        List<SliceMetric> metrics) {

    /** Copies the metrics. */
    public SliceOutcome {
        Require.notNegative(rows, "row count");
        metrics = List.copyOf(metrics);
    }

    /** The largest impact of any metric. */
    public double impact() {
        return metrics.stream().mapToDouble(SliceMetric::impact).max().orElse(0);
    }

    /** Whether any metric is worse than in the reference. */
    public boolean harmed() {
        return metrics.stream().anyMatch(metric -> metric.againstReference() instanceof SliceFinding.Worse);
    }

    /** Whether any metric is worse than in the rest of the window. */
    public boolean weak() {
        return metrics.stream().anyMatch(metric -> metric.againstRest() instanceof SliceFinding.Worse);
    }
}
