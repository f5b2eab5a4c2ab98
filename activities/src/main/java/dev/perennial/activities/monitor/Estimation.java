package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.EstimationOptions;
import dev.perennial.monitoring.estimation.EstimatorReference;
import dev.perennial.monitoring.estimation.HarmJudgement;
import dev.perennial.monitoring.estimation.HarmLimit;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the rows that a champion was proven on say of a window without labels, held against the declared objectives.
 *
 * <p>An objective that a metric be no worse than on the reference by a share is a limit on the estimate; so is an absolute
 * one. Objectives on metrics that cannot be estimated are left to the labels.
 */
final class Estimation {
    private static final double THRESHOLD = OutcomeOptions.defaults().threshold();

    private static final List<EstimatedMetric> USUAL =
            List.of(EstimatedMetric.ACCURACY, EstimatedMetric.AUC, EstimatedMetric.LOG_LOSS, EstimatedMetric.BRIER);

    private final EstimatorReference reference;
    private final OutcomeReport proven;
    private final List<ObjectiveSpec> objectives;

    private Estimation(EstimatorReference reference, OutcomeReport proven, List<ObjectiveSpec> objectives) {
        this.reference = reference;
        this.proven = proven;
        this.objectives = objectives;
    }

    /** Learns from the rows a champion was proven on, for windows of about so many rows. */
    static Estimation of(ReferenceRows proven, int windowRows, ModelSpec spec) {
        EstimatorReference reference = EstimatorReference.binary(
                ScoredRows.decidedFrom(
                        THRESHOLD, proven.table(), proven.scored().scores()),
                proven.scored().labels(),
                EstimationOptions.forWindowsOf(Math.max(1, windowRows)));
        return new Estimation(
                reference, Outcomes.measure(proven.scored().rows(), OutcomeOptions.defaults()), spec.objectives());
    }

    /** Every metric of the given rows of a window. */
    WindowEstimate estimate(JudgedRows window, int[] rows) {
        return reference.estimate(ScoredRows.decidedFrom(THRESHOLD, window.table(rows), window.scores(rows)));
    }

    /** One verdict for each objective that can be estimated, the most alarming first. */
    List<HarmVerdict> judge(WindowEstimate estimate) {
        return limits().values().stream()
                .map(limit -> HarmJudgement.judge(estimate, limit, HarmPolicy.standard()))
                .sorted(Comparator.comparingInt(Estimation::rank))
                .toList();
    }

    /**
     * Where harm begins, for each objective on a metric that can be estimated; of two on one metric, the stricter. Where no
     * objective names such a metric, the usual ones are held against the spread of the reference's own windows.
     */
    Map<EstimatedMetric, HarmLimit> limits() {
        Map<EstimatedMetric, HarmLimit> limits = new EnumMap<>(EstimatedMetric.class);
        for (ObjectiveSpec objective : objectives) {
            limit(objective).ifPresent(limit -> limits.merge(limit.metric(), limit, Estimation::stricter));
        }
        if (limits.isEmpty()) {
            USUAL.forEach(metric -> reference.limit(metric).ifPresent(limit -> limits.put(metric, limit)));
        }
        return limits;
    }

    private static HarmLimit stricter(HarmLimit one, HarmLimit other) {
        return (one.limit() - other.limit()) * one.metric().worse() <= 0 ? one : other;
    }

    private Optional<HarmLimit> limit(ObjectiveSpec objective) {
        return Arrays.stream(EstimatedMetric.values())
                .filter(metric -> metric.label().equals(objective.metric()))
                .findFirst()
                .flatMap(metric -> reference
                        .limit(metric)
                        .flatMap(normal -> declared(objective, metric).stream()
                                .mapToObj(normal::withLimit)
                                .findFirst()));
    }

    private OptionalDouble declared(ObjectiveSpec objective, EstimatedMetric metric) {
        if (objective.bound() instanceof ObjectiveSpec.WorseThanReference relative) {
            return proven
                    .metric(Metric.named(metric.label()))
                    .map(value -> value.estimate().point())
                    .orElseGet(OptionalDouble::empty)
                    .stream()
                    .map(value -> value * (1 + metric.worse() * relative.share()))
                    .findFirst();
        }
        if (objective.bound() instanceof ObjectiveSpec.Above above) {
            return metric.worse() > 0 ? OptionalDouble.of(above.limit()) : OptionalDouble.empty();
        }
        return metric.worse() < 0
                ? OptionalDouble.of(((ObjectiveSpec.Below) objective.bound()).limit())
                : OptionalDouble.empty();
    }

    private static int rank(HarmVerdict verdict) {
        if (verdict instanceof HarmVerdict.Harmed) {
            return 0;
        }
        if (verdict instanceof HarmVerdict.Suspected) {
            return 1;
        }
        if (verdict instanceof HarmVerdict.NotHarmed) {
            return 2;
        }
        return verdict instanceof HarmVerdict.Untrusted ? 3 : 4;
    }
}
