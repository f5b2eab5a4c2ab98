package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.LabelPolicy;
import dev.perennial.monitoring.decision.AlarmSeverity;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.OutcomeContext;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricValue;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.report.FalseAlarmSection;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.WindowHistory;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.monitor.ReportSections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at the rows of a window of a regression, or of several classes, beyond what the champion achieved on all of them:
 * the same looks as at a window of a yes-or-no model.
 */
final class OutcomeSections {
    private static final String NOT_STORED = "the rows that the champion was proven on are not stored any more";

    private final ModelSpec spec;
    private final OutcomeReference reference;
    private final Optional<OutcomeRows> proven;
    private final OutcomeLook look;

    /** {@code proven} are the rows that the champion was proven on; empty where they are not stored any more. */
    OutcomeSections(ModelSpec spec, Optional<OutcomeRows> proven, OutcomeLook look) {
        this.spec = spec;
        reference = look.reference();
        this.proven = proven;
        this.look = look;
    }

    /** Adds the sections; {@code before} are those of the report before, which hand their history on. */
    void add(ReportSections.Builder sections, Optional<ReportSections> before, OutcomeReport outcomes) {
        TrafficParts parts = new TrafficParts(
                spec, look.unseen().table(), look.unseen().answered().rows());
        sections.weakSlices(parts.weak());
        (spec.outputs() instanceof Outputs.Value ? parts.bias(Math.sqrt(reference.labelVariance())) : parts.bias())
                .ifPresent(sections::bias);
        TimeWindow when = look.window();
        WindowHistory history = before.flatMap(ReportSections::history)
                .filter(known -> known.length().equals(when.length()))
                .orElseGet(() -> WindowHistory.empty(when.length()));
        proven.ifPresent(known -> {
            parts.slices(known.table(), known.answered().rows()).ifPresent(sections::slices);
            RowIntegrity.of(spec, known.table(), known.eventTimes())
                    .assess(when, look.all().table(), look.rows().eventTimes(), history.volumesAlike(when.from()))
                    .ifPresent(sections::integrity);
            sections.joint(JointDrift.between(known.table(), look.all().table(), WindowSections.SEED));
        });
        WindowHistory now =
                history.plus(new WindowHistory.Point(when.from(), look.rows().eventTimes().length, levels(outcomes)));
        sections.patterns(
                PatternSection.of(
                        now, when.from(), WindowSections.worse(DeclaredMetrics.of(spec)), WindowSections.TOLERATED),
                now);
    }

    /** The sections with the budget of false alarms, after a verdict that is told so loudly. */
    ReportSections told(ReportSections sections, Optional<ReportSections> before, AlarmSeverity severity) {
        AlarmTally earlier = before.flatMap(ReportSections::falseAlarms)
                .map(FalseAlarmSection::achieved)
                .orElseGet(AlarmTally::empty);
        return sections.with(FalseAlarmSection.of(Policies.levels(spec), earlier.plus(severity)));
    }

    /** What the verdict rests on beside objectives. */
    OutcomeContext context(ReportSections sections, DriftAssessment drift, CauseEvidence.Onset onset) {
        return new OutcomeContext(
                sections.slices().map(VerdictContext::signals).orElseGet(List::of),
                VerdictContext.causes(
                        sections.integrity(),
                        proven.map(known -> BurstSearch.find(
                                        known.table(), look.unseen().table(), BurstPolicy.standard()))
                                .orElseGet(() -> new Burst.Absent(NOT_STORED)),
                        proven.map(known -> labels(known.answered().rows()))
                                .orElseGet(() -> new LabelChange.NotEvaluable(NOT_STORED)),
                        drift,
                        onset));
    }

    private LabelChange labels(LabelledRows before) {
        LabelledRows now = look.answered().select(look.labelled()).rows();
        return before instanceof RegressionRows quantities
                ? LabelChange.of(quantities, (RegressionRows) now, LabelPolicy.standard())
                : LabelChange.of((MulticlassRows) before, (MulticlassRows) now, LabelPolicy.standard());
    }

    private SortedMap<String, WindowHistory.Level> levels(OutcomeReport outcomes) {
        SortedMap<String, WindowHistory.Level> levels = new TreeMap<>();
        for (Metric metric : DeclaredMetrics.of(spec)) {
            outcomes.metric(metric)
                    .map(MetricValue::estimate)
                    .ifPresent(estimate -> WindowSections.put(levels, metric, estimate));
        }
        return levels;
    }
}
