package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.MetricValue;

/**
 * One metric of one slice.
 *
 * @param window the metric in the window
 * @param reference the metric in the same slice of the reference
 * @param againstReference whether it is worse than in the reference
 * @param againstRest whether it is worse than in the window's other rows
 * @param impact how much the slice's change since the reference costs over all traffic: its excess times its share of the
 *     traffic, then or now, whichever is larger, so that a slice that shrinks because it is served badly cannot hide; zero
 *     when there is no excess or it cannot be measured
 */
public record SliceMetric(
        MetricValue window,
        MetricValue reference,
        SliceFinding againstReference,
        SliceFinding againstRest,
        double impact) {

    /** Checks the impact. */
    public SliceMetric {
        Require.notNegative(impact, "impact");
    }
}
