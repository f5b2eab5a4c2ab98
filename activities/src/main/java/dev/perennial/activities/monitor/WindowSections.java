package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.pattern.WorseSide;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.WindowHistory;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.monitor.ReportSections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at the rows of a window beyond the verdict's first evidence, each section as far as the reference and the
 * declaration allow it. What is found here is what the decision may rest on as well.
 */
final class WindowSections {
    private static final double TOLERATED = 0.05;

    private final ModelSpec spec;
    private final Reference reference;
    private final Optional<ReferenceRows> referenceRows;
    private final Optional<WindowHistory> before;
    private final Foresight foresight;

    /**
     * {@code referenceRows} are absent where a version was registered by a release that did not name them; {@code before}
     * is what the report before hands on, {@code foresight} what was estimated of the window.
     */
    WindowSections(
            ModelSpec spec,
            Reference reference,
            Optional<ReferenceRows> referenceRows,
            Optional<WindowHistory> before,
            Foresight foresight) {
        this.spec = spec;
        this.reference = reference;
        this.referenceRows = referenceRows;
        this.before = before;
        this.foresight = foresight;
    }

    ReportSections of(TimeWindow window, JudgedRows rows, Reference.Counted counted, BinaryPerformance performance) {
        ReportSections.Builder sections = ReportSections.with(reference.distributions(counted));
        if (rows.labelled().length > 0) {
            OutcomeReport realised = Outcomes.measure(rows.outcomes(), OutcomeOptions.defaults());
            sections.outcomes(realised);
            sections.estimates(foresight.reconciled(realised));
        } else {
            sections.estimates(foresight.past().without());
        }
        WindowHistory history = before.filter(known -> known.length().equals(window.length()))
                .orElseGet(() -> WindowHistory.empty(window.length()));
        referenceRows.ifPresent(known -> {
            sections.referenceOutcomes(Outcomes.measure(known.scored().rows(), OutcomeOptions.defaults()));
            RowIntegrity.of(spec, known)
                    .assess(window, rows, history.volumesAlike(window.from()))
                    .ifPresent(sections::integrity);
        });
        WindowHistory now = history.plus(
                new WindowHistory.Point(window.from(), rows.logged().size(), levels(performance)));
        sections.patterns(PatternSection.of(now, window.from(), worse(), TOLERATED), now);
        return sections.build();
    }

    /* The declared metrics, each with the side on which it gets worse. */
    private SortedMap<String, WorseSide> worse() {
        SortedMap<String, WorseSide> worse = new TreeMap<>();
        for (Metric metric : List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.AUC, Metric.ACCURACY)) {
            if (spec.objectives().stream()
                    .anyMatch(declared -> declared.metric().equals(metric.label()))) {
                worse.put(
                        metric.label(),
                        metric.direction() == Direction.LOWER_IS_BETTER ? WorseSide.HIGHER : WorseSide.LOWER);
            }
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

    private static void put(SortedMap<String, WindowHistory.Level> levels, Metric metric, Estimate estimate) {
        if (estimate instanceof Estimate.Measured measured) {
            double error = (measured.upper() - measured.lower()) / 2 / Gaussian.twoSided(measured.level());
            levels.put(metric.label(), new WindowHistory.Level(measured.value(), error));
        }
    }
}
