package dev.perennial.activities.monitor;

import dev.perennial.monitoring.performance.Metric;
import dev.perennial.registry.spec.ModelSpec;
import java.util.List;

/** The metrics of labels that a declaration's objectives name. */
final class DeclaredMetrics {
    private static final List<Metric> OF_LABELS =
            List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.AUC, Metric.ACCURACY, Metric.RMSE, Metric.MAE);

    private DeclaredMetrics() {}

    static List<Metric> of(ModelSpec spec) {
        return OF_LABELS.stream()
                .filter(metric -> spec.objectives().stream()
                        .anyMatch(declared -> declared.metric().equals(metric.label())))
                .toList();
    }
}
