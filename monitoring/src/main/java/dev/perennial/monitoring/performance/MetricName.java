package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A metric as a declaration names it: {@code log-loss}, or with its depth {@code ndcg@10}.
 *
 * @param metric the metric
 * @param depth how many items from the top count; zero for metrics without depth
 */
public record MetricName(Metric metric, int depth) {

    /** Checks that a depth is given where it is needed and nowhere else. */
    public MetricName {
        if (metric.takesDepth() != (depth > 0) || depth < 0) {
            throw new IllegalArgumentException("Invalid metric: " + metric.label() + " with depth " + depth
                    + (metric.takesDepth() ? ", expected at least 1" : ", expected none"));
        }
    }

    /** A metric without depth. */
    public static MetricName of(Metric metric) {
        return new MetricName(metric, 0);
    }

    /** A metric of the first {@code depth} items. */
    public static MetricName at(Metric metric, int depth) {
        return new MetricName(metric, depth);
    }

    /**
     * Reads {@code log-loss} or {@code ndcg@10}.
     *
     * @throws IllegalArgumentException if there is no such metric
     */
    @JsonCreator
    public static MetricName parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            Metric metric = Metric.named(text);
            if (metric.takesDepth()) {
                throw new IllegalArgumentException(
                        "Invalid metric: " + text + ", expected a depth such as " + text + "@10");
            }
            return of(metric);
        }
        String depth = text.substring(at + 1);
        if (!depth.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("Invalid depth of metric " + text + ": expected a whole number from 1");
        }
        return at(Metric.named(text.substring(0, at)), Integer.parseInt(depth));
    }

    /** The text that {@link #parse} reads. */
    @JsonValue
    @Override
    public String toString() {
        return depth == 0 ? metric.label() : metric.label() + "@" + depth;
    }
}
