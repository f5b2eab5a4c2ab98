package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.Require;

/**
 * One metric of a preset.
 *
 * @param name Evidently's own name with its options, such as {@code ValueDrift(column=temp,method=K-S
 *     p_value,threshold=0.05)}
 * @param value the value in the current data
 */
public record EvidentlyMetric(String name, EvidentlyValue value) {

    /** Refuses a blank name. */
    public EvidentlyMetric {
        Require.text(name, "metric name");
    }
}
