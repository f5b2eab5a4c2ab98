package dev.perennial.monitoring.estimation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a reference's own windows achieved and were expected to achieve, and the limits that follow.
 *
 * <p>Consecutive windows of the declared size are used where there are at least five, the last one if it holds half of it.
 * Fewer say nothing about spread: then every tenth row makes a window, and its spread is scaled to the declared size by the
 * square-root law, which holds for independent rows.
 */
final class ReferenceWindows {
    private static final int LEAST_WINDOWS = 5;
    private static final int PARTS = 10;
    private static final double SIGMAS = 3;

    /** The value of a metric over some rows. */
    @FunctionalInterface
    interface Values {
        OptionalDouble of(EstimatedMetric metric, int[] rows);
    }

    private final Map<EstimatedMetric, HarmLimit> limits = new EnumMap<>(EstimatedMetric.class);

    ReferenceWindows(int rows, int windowRows, Set<EstimatedMetric> metrics, Values realised, Values expected) {
        List<int[]> windows = consecutive(rows, windowRows);
        double scale = 1;
        if (windows.size() < LEAST_WINDOWS) {
            windows = interleaved(rows);
            scale = Math.sqrt((double) rows / PARTS / windowRows);
        }
        for (EstimatedMetric metric : metrics) {
            put(metric, windows, scale, realised, expected);
        }
    }

    private void put(EstimatedMetric metric, List<int[]> windows, double scale, Values realised, Values expected) {
        List<Double> achieved = new ArrayList<>();
        List<Double> estimated = new ArrayList<>();
        for (int[] window : windows) {
            realised.of(metric, window).ifPresent(achieved::add);
            expected.of(metric, window).ifPresent(estimated::add);
        }
        if (!achieved.isEmpty() && !estimated.isEmpty()) {
            double limit = mean(achieved) + metric.worse() * SIGMAS * scale * deviation(achieved);
            limits.put(
                    metric, new HarmLimit(metric, metric.clip(limit), mean(estimated), scale * deviation(estimated)));
        }
    }

    Optional<HarmLimit> limit(EstimatedMetric metric) {
        return Optional.ofNullable(limits.get(metric));
    }

    private static List<int[]> consecutive(int rows, int windowRows) {
        List<int[]> windows = new ArrayList<>();
        for (int from = 0; rows - from >= (windowRows + 1) / 2; from += windowRows) {
            int[] window = new int[Math.min(windowRows, rows - from)];
            for (int i = 0; i < window.length; i++) {
                window[i] = from + i;
            }
            windows.add(window);
        }
        return windows;
    }

    private static List<int[]> interleaved(int rows) {
        List<int[]> windows = new ArrayList<>();
        for (int part = 0; part < Math.min(PARTS, rows); part++) {
            int[] window = new int[(rows - part + PARTS - 1) / PARTS];
            for (int i = 0; i < window.length; i++) {
                window[i] = part + i * PARTS;
            }
            windows.add(window);
        }
        return windows;
    }

    private static double mean(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.size();
    }

    private static double deviation(List<Double> values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.size());
    }
}
