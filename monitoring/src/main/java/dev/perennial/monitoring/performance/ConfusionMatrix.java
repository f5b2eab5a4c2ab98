package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * How often each class was predicted when each happened.
 *
 * @param classes the classes
 * @param counts one row for each class that happened, in it one count for each class predicted
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {

    /** Checks that the matrix is square. */
    public ConfusionMatrix {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
        Require.sameLength(classes.size(), counts.size(), "confusion matrix");
        for (List<Long> row : counts) {
            Require.sameLength(classes.size(), row.size(), "row of the confusion matrix");
            row.forEach(count -> Require.notNegative(count, "count"));
        }
    }

    /** How often a class was predicted when another (or the same) happened, by their indexes. */
    public long count(int happened, int predicted) {
        return counts.get(happened).get(predicted);
    }
}
