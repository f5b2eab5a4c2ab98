package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.MetricValue;
import java.util.List;

/**
 * One group.
 *
 * @param name the category, or {@code (missing)}
 * @param rows its predictions
 * @param labels how many of them have their label
 * @param rates its selection, true-positive and false-positive rates, or what else the groups are compared by
 */
public record BiasGroup(String name, long rows, LabelMaturity labels, List<MetricValue> rates) {

    /** Copies the rates. */
    public BiasGroup {
        Require.notNegative(rows, "row count");
        rates = List.copyOf(rates);
    }
}
