package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import java.time.Instant;
import java.util.List;

/**
 * The objects that hold one hour of a model's log, each row of which lies in exactly one of them.
 *
 * @param hour its first instant
 * @param predictions keys of files with predictions, sorted
 * @param labels keys of files with the labels of these predictions, sorted
 */
public record LoggedHour(ModelName model, Instant hour, List<String> predictions, List<String> labels) {
    /** Copies the lists. */
    public LoggedHour {
        predictions = List.copyOf(predictions);
        labels = List.copyOf(labels);
    }
}
