package dev.perennial.activities.monitor;

import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.service.ServiceLevels;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * How the requests of a window were answered, among its numbers: each figure with both ends of its interval. Predictions of
 * another server are no requests of this one.
 */
final class ServiceFigures {
    static final String LOWER = "-lower";
    static final String UPPER = "-upper";

    private ServiceFigures() {}

    static void put(SortedMap<String, Double> numbers, LoggedRows rows) {
        long[] answered = IntStream.range(0, rows.size())
                .filter(row -> !rows.failed()[row] && rows.arms()[row] != Arm.EXTERNAL)
                .mapToLong(row -> rows.latencies()[row])
                .toArray();
        long fallbacks = IntStream.range(0, rows.size())
                .filter(row -> rows.arms()[row] == Arm.FALLBACK)
                .count();
        long failures = IntStream.range(0, rows.size())
                .filter(row -> rows.failed()[row])
                .count();
        ServiceLevels levels = ServiceLevels.measure(answered, failures, fallbacks);
        put(numbers, "latency-p50", levels.latencyP50());
        put(numbers, "latency-p99", levels.latencyP99());
        put(numbers, "error-rate", levels.errorRate());
        put(numbers, "fallback-rate", levels.fallbackRate());
    }

    private static void put(SortedMap<String, Double> numbers, String name, Estimate estimate) {
        if (estimate instanceof Estimate.Measured measured) {
            numbers.put(name, measured.value());
            numbers.put(name + LOWER, measured.lower());
            numbers.put(name + UPPER, measured.upper());
        }
    }
}
