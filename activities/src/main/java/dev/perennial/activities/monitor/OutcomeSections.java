package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.LabelPolicy;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricValue;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.report.IntegritySection;
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

    /**
     * Adds the sections; {@code compared} are the rows of the baseline, {@code before} are those of the report before, which
     * hand their history on.
     */
    void add(
            ReportSections.Builder sections,
            Optional<OutcomeRows> compared,
            Optional<ReportSections> before,
            OutcomeReport outcomes) {
        TrafficParts parts = new TrafficParts(
                spec, look.unseen().table(), look.unseen().answered().rows());
        sections.weakSlices(parts.weak());
        (spec.outputs() instanceof Outputs.Value ? parts.bias(Math.sqrt(reference.labelVariance())) : parts.bias())
                .ifPresent(sections::bias);
        TimeWindow when = look.window();
        WindowHistory history = before.flatMap(ReportSections::history)
                .filter(known -> known.length().equals(when.length()))
                .orElseGet(() -> WindowHistory.empty(when.length()));
        integrity(history.volumesAlike(when.from())).ifPresent(sections::integrity);
        proven.flatMap(known -> parts.slices(known.table(), known.answered().rows()))
                .ifPresent(sections::slices);
        compared.ifPresent(known -> {
            sections.joint(JointDrift.between(known.table(), look.all().table(), WindowSections.SEED));
            OutcomeEvidently.of(spec, known, look.all()).ifPresent(sections::evidently);
        });
        WindowHistory now =
                history.plus(new WindowHistory.Point(when.from(), look.rows().eventTimes().length, levels(outcomes)));
        sections.patterns(
                PatternSection.of(
                        now, when.from(), WindowSections.worse(DeclaredMetrics.of(spec)), WindowSections.TOLERATED),
                now);
    }

    /** What the verdict of labels rests on beside objectives. */
    WindowContext context(ReportSections sections, DriftAssessment drift, VerdictContext.Past past) {
        LabelChange labels = proven.map(known -> labels(known.answered().rows()))
                .orElseGet(() -> new LabelChange.NotEvaluable(VerdictContext.NO_ROWS));
        return VerdictContext.byLabels(
                sections.slices(), causes(sections.integrity(), labels, drift, past.onset()), past);
    }

    /** What the verdict of estimates rests on. */
    WindowContext context(List<HarmVerdict> harm, DriftAssessment drift, VerdictContext.Past past) {
        return VerdictContext.byEstimates(
                harm, causes(integrity(List.of()), VerdictContext.NOT_MATURE, drift, past.onset()), past);
    }

    private CauseEvidence causes(
            Optional<IntegritySection> integrity,
            LabelChange labels,
            DriftAssessment drift,
            CauseEvidence.Onset onset) {
        Burst burst = proven.map(
                        known -> BurstSearch.find(known.table(), look.unseen().table(), BurstPolicy.standard()))
                .orElseGet(() -> new Burst.Absent(VerdictContext.NO_ROWS));
        return VerdictContext.causes(integrity, burst, labels, drift, onset);
    }

    private Optional<IntegritySection> integrity(List<Long> volumes) {
        return proven.flatMap(known -> RowIntegrity.of(spec, known.table(), known.eventTimes())
                .assess(look.window(), look.all().table(), look.rows().eventTimes(), volumes));
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
