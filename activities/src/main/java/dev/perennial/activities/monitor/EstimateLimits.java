package dev.perennial.activities.monitor;

import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.HarmLimit;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.spec.ObjectiveSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Where harm begins for metrics that are estimated before labels. An objective that a metric be no worse than on the
 * reference by a share is a limit on its estimate; so is an absolute one. Objectives on metrics that cannot be estimated are
 * left to the labels.
 */
final class EstimateLimits {
    private final Function<EstimatedMetric, Optional<HarmLimit>> normal;
    private final OutcomeReport proven;
    private final Map<EstimatedMetric, Metric> names;
    private final List<EstimatedMetric> usual;

    /**
     * Takes what is {@code normal} on the reference's own windows, what was achieved on all of it, how declarations call the
     * metrics, and which ones are looked at where no objective names any.
     */
    EstimateLimits(
            Function<EstimatedMetric, Optional<HarmLimit>> normal,
            OutcomeReport proven,
            Map<EstimatedMetric, Metric> names,
            List<EstimatedMetric> usual) {
        this.normal = normal;
        this.proven = proven;
        this.names = names;
        this.usual = usual;
    }

    /**
     * One limit for each objective on a metric that can be estimated; of two on one metric, the stricter. Where no objective
     * names such a metric, the usual ones are held against the spread of the reference's own windows.
     */
    Map<EstimatedMetric, HarmLimit> of(List<ObjectiveSpec> objectives) {
        Map<EstimatedMetric, HarmLimit> limits = new EnumMap<>(EstimatedMetric.class);
        for (ObjectiveSpec objective : objectives) {
            names.forEach((metric, name) -> {
                if (name.label().equals(objective.metric())) {
                    limit(objective, metric, name)
                            .ifPresent(limit -> limits.merge(metric, limit, EstimateLimits::stricter));
                }
            });
        }
        if (limits.isEmpty()) {
            usual.forEach(metric -> normal.apply(metric).ifPresent(limit -> limits.put(metric, limit)));
        }
        return limits;
    }

    private static HarmLimit stricter(HarmLimit one, HarmLimit other) {
        return (one.limit() - other.limit()) * one.metric().worse() <= 0 ? one : other;
    }

    private Optional<HarmLimit> limit(ObjectiveSpec objective, EstimatedMetric metric, Metric name) {
        OptionalDouble declared = declared(objective, metric, name);
        return declared.isPresent()
                ? normal.apply(metric).map(limit -> limit.withLimit(declared.getAsDouble()))
                : Optional.empty();
    }

    private OptionalDouble declared(ObjectiveSpec objective, EstimatedMetric metric, Metric name) {
        if (objective.bound() instanceof ObjectiveSpec.WorseThanReference relative) {
            return proven.metric(name).map(value -> value.estimate().point()).orElseGet(OptionalDouble::empty).stream()
                    .map(value -> name.direction().tolerated(value, relative.share()))
                    .findFirst();
        }
        if (objective.bound() instanceof ObjectiveSpec.Above above) {
            return metric.worse() > 0 ? OptionalDouble.of(above.limit()) : OptionalDouble.empty();
        }
        return metric.worse() < 0
                ? OptionalDouble.of(((ObjectiveSpec.Below) objective.bound()).limit())
                : OptionalDouble.empty();
    }
}
