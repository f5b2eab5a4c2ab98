package dev.perennial.activities.monitor;

import dev.perennial.monitoring.performance.Metric;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveMetric;
import java.util.Arrays;
import java.util.List;

/** The metrics of labels that a declaration's objectives name. */
final class DeclaredMetrics {
    private DeclaredMetrics() {}

    static List<Metric> of(ModelSpec spec) {
        return Arrays.stream(ObjectiveMetric.values())
                .filter(metric -> metric.source() == ObjectiveMetric.Source.LABELS)
                .map(ObjectiveMetric::word)
                .filter(word -> spec.objectives().stream()
                        .anyMatch(declared -> declared.metric().equals(word)))
                .map(Metric::named)
                .toList();
    }
}
