package dev.perennial.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.compat.evidently.DataDriftPreset;
import dev.perennial.monitoring.compat.evidently.EvidentlyMetric;
import dev.perennial.monitoring.compat.evidently.EvidentlyValue;
import dev.perennial.monitoring.compat.nannyml.NannyMethod;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Map;
import java.util.TreeMap;

/** Whether our numbers are the peers': every number that a peer gave is looked for among ours. */
final class Agreement {
    private static final double PARITY = 1e-6;

    private Agreement() {}

    /** How many numbers were compared, and the largest difference. */
    record Result(int numbers, double largest) {
        boolean holds() {
            return numbers > 0 && largest <= PARITY;
        }
    }

    static Result compare(JsonNode theirs, Map<String, Double> ours) {
        double largest = 0;
        for (var entry : theirs.properties()) {
            Double mine = ours.get(entry.getKey());
            double difference = mine == null
                    ? Double.POSITIVE_INFINITY
                    : Math.abs(mine - entry.getValue().asDouble());
            largest = Math.max(largest, difference);
        }
        return new Result(theirs.size(), largest);
    }

    static Map<String, Double> evidently(ColumnTable reference, ColumnTable window) {
        Map<String, Double> numbers = new TreeMap<>();
        for (EvidentlyMetric metric : DataDriftPreset.of(reference, window).metrics()) {
            if (metric.value() instanceof EvidentlyValue.Single single) {
                numbers.put(metric.name(), single.value());
            } else if (metric.value() instanceof EvidentlyValue.Count count) {
                numbers.put(metric.name() + " count", (double) count.count());
                numbers.put(metric.name() + " share", count.share());
            }
        }
        return numbers;
    }

    /* NannyML's default: Jensen-Shannon for every column. */
    static Map<String, Double> nannyml(ColumnTable reference, ColumnTable window) {
        Map<String, Double> numbers = new TreeMap<>();
        reference
                .columns()
                .forEach((name, column) -> NannyMethod.JENSEN_SHANNON
                        .fit(column)
                        .value(window.column(name).orElseThrow())
                        .ifPresent(value -> numbers.put(name + "_" + NannyMethod.JENSEN_SHANNON.key(), value.value())));
        return numbers;
    }
}
