package dev.perennial.monitoring.estimation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The track record of every metric. When the labels of a window land, {@link #after} enters what its estimate was worth;
 * before the next estimate is acted upon, {@link #temper} widens its intervals or withdraws its trust.
 *
 * @param metrics one record a metric, those never compared left out
 */
public record EstimateTrackRecords(Map<EstimatedMetric, EstimateTrackRecord> metrics) {

    /** Copies the map. */
    public EstimateTrackRecords {
        EnumMap<EstimatedMetric, EstimateTrackRecord> copy = new EnumMap<>(EstimatedMetric.class);
        copy.putAll(metrics);
        metrics = Collections.unmodifiableMap(copy);
    }

    /** Nothing compared yet. */
    public static EstimateTrackRecords empty() {
        return new EstimateTrackRecords(Map.of());
    }

    /** The record of a metric; empty of windows where there was none. */
    public EstimateTrackRecord of(EstimatedMetric metric) {
        return metrics.getOrDefault(metric, EstimateTrackRecord.empty());
    }

    /**
     * These records after one more window. It is the estimate as it was made that is entered, not as it was tempered, so
     * that records can be merged in any order. Estimates that were not trusted do not count.
     */
    public EstimateTrackRecords after(WindowEstimate estimate, Map<EstimatedMetric, Double> realised) {
        Map<EstimatedMetric, EstimateTrackRecord> window = new EnumMap<>(EstimatedMetric.class);
        realised.forEach((metric, value) -> estimate.of(metric)
                .trusted()
                .ifPresent(numbers -> window.put(metric, EstimateTrackRecord.of(numbers, value))));
        return plus(new EstimateTrackRecords(window));
    }

    /** Both records together. */
    public EstimateTrackRecords plus(EstimateTrackRecords other) {
        Map<EstimatedMetric, EstimateTrackRecord> sum = new EnumMap<>(EstimatedMetric.class);
        sum.putAll(metrics);
        other.metrics.forEach((metric, record) -> sum.merge(metric, record, EstimateTrackRecord::plus));
        return new EstimateTrackRecords(sum);
    }

    /** An estimate as its metrics' records bid. */
    public WindowEstimate temper(WindowEstimate estimate) {
        Map<EstimatedMetric, PerformanceEstimate> tempered = new EnumMap<>(EstimatedMetric.class);
        estimate.metrics()
                .forEach((metric, value) -> tempered.put(metric, of(metric).temper(value, metric)));
        return new WindowEstimate(estimate.rows(), estimate.unusable(), tempered, estimate.overlap());
    }
}
