package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * One metric of one set of rows.
 *
 * @param name which metric
 * @param estimate its value with an interval, or why there is none
 * @param rows how many rows (queries, for a ranking) it rests on: for precision those called positive
 * @param error the largest error of the value that comes from counting scores in bins; zero when computed from rows
 * @param notes what a reader must know, such as classes or labels left out
 */
public record MetricValue(MetricName name, Estimate estimate, long rows, double error, List<String> notes) {

    /** Checks the numbers. */
    public MetricValue {
        Require.notNegative(rows, "row count");
        Require.notNegative(error, "error");
        notes = List.copyOf(notes);
    }
}
