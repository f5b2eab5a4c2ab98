package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * What one preset reports, in Evidently's order.
 *
 * @param name Evidently's name of the preset, such as {@code DataDriftPreset}
 * @param metrics its metrics
 */
public record EvidentlyPreset(String name, List<EvidentlyMetric> metrics) {

    /** Copies the list. */
    public EvidentlyPreset {
        Require.text(name, "preset");
        metrics = List.copyOf(metrics);
    }
}
