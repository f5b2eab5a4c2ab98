package dev.perennial.monitoring.estimation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A reference that teaches nothing, and says why. */
record NoEstimator(String reason, Set<EstimatedMetric> metrics) implements EstimatorReference {

    @Override
    public WindowEstimate estimate(ScoredRows window) {
        return nothing(window.rows(), 0, metrics, reason, 0);
    }

    @Override
    public Optional<HarmLimit> limit(EstimatedMetric metric) {
        return Optional.empty();
    }

    static WindowEstimate nothing(
            long rows, long unusable, Set<EstimatedMetric> metrics, String reason, long referenceRows) {
        Map<EstimatedMetric, PerformanceEstimate> all = new EnumMap<>(EstimatedMetric.class);
        metrics.forEach(metric -> all.put(metric, new PerformanceEstimate.NotEvaluable(reason)));
        return new WindowEstimate(rows, unusable, all, new Overlap(referenceRows, rows, 0.5, referenceRows, 0));
    }
}
