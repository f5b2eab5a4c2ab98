package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * One class against all others.
 *
 * @param name the class
 * @param happened how often it happened
 * @param predicted how often it was predicted
 * @param metrics precision, recall, specificity and F1, with probabilities also the area and average precision
 */
public record ClassOutcome(String name, long happened, long predicted, List<MetricValue> metrics) {

    /** Checks the counts. */
    public ClassOutcome {
        Require.notNegative(happened, "count of the class");
        Require.notNegative(predicted, "count of predictions");
        metrics = List.copyOf(metrics);
    }
}
