package dev.perennial.monitoring.performance;

import java.util.List;

/** The metrics of one set of rows of one task. */
interface Evaluator {

    Evaluation evaluate(MetricName name);

    List<MetricName> names();

    OutcomeReport report();

    static Evaluation notMeasured(MetricName name, Task task, long rows) {
        return Evaluation.unknown(
                name.metric().tasks().contains(task)
                        ? name + " needs what was not declared"
                        : name + " is not a metric of " + task.label(),
                rows);
    }
}
