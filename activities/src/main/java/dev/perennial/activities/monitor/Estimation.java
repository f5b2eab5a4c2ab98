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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** What the rows that a champion was proven on say of a window without labels, held against the declared objectives. */
final class Estimation {
    private static final double THRESHOLD = OutcomeOptions.defaults().threshold();

    private static final List<EstimatedMetric> USUAL =
            List.of(EstimatedMetric.ACCURACY, EstimatedMetric.AUC, EstimatedMetric.LOG_LOSS, EstimatedMetric.BRIER);

    private static final Map<EstimatedMetric, Metric> NAMES = names();

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

    /** Where harm begins, metric by metric. */
    Map<EstimatedMetric, HarmLimit> limits() {
        return new EstimateLimits(reference::limit, proven, NAMES, USUAL).of(objectives);
    }

    private static Map<EstimatedMetric, Metric> names() {
        Map<EstimatedMetric, Metric> names = new EnumMap<>(EstimatedMetric.class);
        EnumSet.range(EstimatedMetric.ACCURACY, EstimatedMetric.BRIER)
                .forEach(metric -> names.put(metric, Metric.named(metric.label())));
        return names;
    }

    /** The most alarming first. */
    static int rank(HarmVerdict verdict) {
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
