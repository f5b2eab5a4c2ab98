package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.pattern.WorseSide;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.report.EstimateSection;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.WindowHistory;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.monitor.ReportSections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at the rows of a window beyond the verdict's first evidence, each section as far as the reference and the
 * declaration allow it. What is found here is what the decision may rest on as well.
 */
final class WindowSections {
    static final double TOLERATED = 0.05;
    static final long SEED = 1;

    private final ModelSpec spec;
    private final Reference reference;
    private final Optional<ReferenceRows> referenceRows;
    private final Optional<BaselineRows> baseline;
    private final Optional<ReportSections> before;
    private final Foresight foresight;

    /**
     * {@code reference} holds the counts that the window's are drawn beside, and {@code baseline} their rows; these and
     * {@code referenceRows} are absent where a version was registered by a release that did not name them; {@code before}
     * are those of the report before, which hand their records on; {@code foresight} is what was estimated of the window.
     */
    WindowSections(
            ModelSpec spec,
            Reference reference,
            Optional<ReferenceRows> referenceRows,
            Optional<BaselineRows> baseline,
            Optional<ReportSections> before,
            Foresight foresight) {
        this.spec = spec;
        this.reference = reference;
        this.referenceRows = referenceRows;
        this.baseline = baseline;
        this.before = before;
        this.foresight = foresight;
    }

    ReportSections of(TimeWindow window, JudgedRows rows, Reference.Counted counted, BinaryPerformance performance) {
        ReportSections.Builder sections = ReportSections.with(reference.distributions(counted));
        Optional<OutcomeReport> outcomes = rows.labelled().length == 0
                ? Optional.empty()
                : Optional.of(Outcomes.measure(rows.outcomes(), OutcomeOptions.defaults()));
        outcomes.ifPresent(sections::outcomes);
        Map<EstimatedMetric, Double> realised =
                outcomes.map(WindowSections::realised).orElseGet(Map::of);
        sections.estimateRecords(foresight
                .estimate()
                .map(made -> foresight.past().after(made, realised))
                .orElseGet(foresight::past));
        TrafficParts parts = new TrafficParts(spec, rows.table(rows.fresh()), rows.traffic());
        parts.bias().ifPresent(sections::bias);
        sections.weakSlices(parts.weak());
        WindowHistory history = before.flatMap(ReportSections::history)
                .filter(known -> known.length().equals(window.length()))
                .orElseGet(() -> WindowHistory.empty(window.length()));
        referenceRows.ifPresent(known -> {
            sections.referenceOutcomes(Outcomes.measure(known.scored().rows(), OutcomeOptions.defaults()));
            RowIntegrity.of(spec, known)
                    .assess(window, rows, history.volumesAlike(window.from()))
                    .ifPresent(sections::integrity);
            estimated(known, rows, realised).ifPresent(sections::estimates);
            parts.slices(known.table(), known.scored().rows()).ifPresent(sections::slices);
        });
        baseline.ifPresent(known -> {
            sections.joint(JointDrift.between(known.table(), rows.table(), SEED));
            EvidentlySection.of(spec, known, rows).ifPresent(sections::evidently);
        });
        WindowHistory now = history.plus(
                new WindowHistory.Point(window.from(), rows.logged().size(), levels(performance)));
        sections.patterns(PatternSection.of(now, window.from(), worse(DeclaredMetrics.of(spec)), TOLERATED), now);
        return sections.build();
    }

    /* The estimate made when the window closed; one made now where the labels were there first. Only the former is a
    forecast, so only that one enters the record. */
    private Optional<EstimateSection> estimated(
            ReferenceRows known, JudgedRows rows, Map<EstimatedMetric, Double> realised) {
        int[] fresh = rows.fresh();
        if (fresh.length == 0) {
            return Optional.empty();
        }
        Estimation estimation = Estimation.of(known, fresh.length, spec);
        return Optional.of(EstimateSection.of(
                foresight.estimate().orElseGet(() -> estimation.estimate(rows, fresh)),
                estimation.limits(),
                foresight.past(),
                realised));
    }

    /** The metrics of labels that objectives name. */
    List<Metric> declared() {
        return DeclaredMetrics.of(spec);
    }

    private static Map<EstimatedMetric, Double> realised(OutcomeReport outcomes) {
        Map<EstimatedMetric, Double> realised = new EnumMap<>(EstimatedMetric.class);
        for (EstimatedMetric metric : EstimatedMetric.values()) {
            outcomes.metrics().stream()
                    .filter(value -> value.name().toString().equals(metric.label()))
                    .forEach(value -> value.estimate().point().ifPresent(point -> realised.put(metric, point)));
        }
        return realised;
    }

    /** The metrics, each with the side on which it gets worse. */
    static SortedMap<String, WorseSide> worse(List<Metric> metrics) {
        SortedMap<String, WorseSide> worse = new TreeMap<>();
        for (Metric metric : metrics) {
            worse.put(
                    metric.label(),
                    metric.direction() == Direction.LOWER_IS_BETTER ? WorseSide.HIGHER : WorseSide.LOWER);
        }
        return worse;
    }

    private static SortedMap<String, WindowHistory.Level> levels(BinaryPerformance performance) {
        SortedMap<String, WindowHistory.Level> levels = new TreeMap<>();
        put(levels, Metric.LOG_LOSS, performance.logLoss());
        put(levels, Metric.BRIER, performance.brier());
        put(levels, Metric.AUC, performance.auc());
        put(levels, Metric.ACCURACY, performance.accuracy());
        return levels;
    }

    /** Adds what was measured, with its sampling error; nothing where it was not. */
    static void put(SortedMap<String, WindowHistory.Level> levels, Metric metric, Estimate estimate) {
        if (estimate instanceof Estimate.Measured measured) {
            double error = (measured.upper() - measured.lower()) / 2 / Gaussian.twoSided(measured.level());
            levels.put(metric.label(), new WindowHistory.Level(measured.value(), error));
        }
    }
}
