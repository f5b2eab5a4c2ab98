package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.LabelPolicy;
import dev.perennial.monitoring.cause.ScoredLabels;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.HarmSignal;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.report.SliceSection;
import dev.perennial.monitoring.slices.SliceFinding;
import dev.perennial.monitoring.slices.SliceMetric;
import dev.perennial.monitoring.slices.SliceOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verdict rests on beside its objectives: where else harm was looked for, what its cause can be found from, and the
 * windows before.
 */
final class VerdictContext {
    /** What is known of the change of labels before there are any. */
    static final LabelChange NOT_MATURE = new LabelChange.NotEvaluable("the labels are not mature");

    /** What is known of causes where there is nothing to compare rows with. */
    static final String NO_ROWS = "the rows that the champion was proven on are not stored";

    private final Optional<ReferenceRows> reference;
    private final JudgedRows rows;
    private final DriftAssessment drift;

    VerdictContext(Optional<ReferenceRows> reference, JudgedRows rows, DriftAssessment drift) {
        this.reference = reference;
        this.rows = rows;
        this.drift = drift;
    }

    /** Of a window whose labels have come. */
    WindowContext measured(Optional<IntegritySection> integrity, Optional<SliceSection> slices, Past past) {
        return byLabels(slices, evidence(integrity, labels(), past), past);
    }

    /** Of a window before its labels. */
    WindowContext estimated(Optional<IntegritySection> integrity, List<HarmVerdict> harm, Past past) {
        return byEstimates(harm, evidence(integrity, NOT_MATURE, past), past);
    }

    /** Of a window of any task whose labels have come. */
    static WindowContext byLabels(Optional<SliceSection> slices, CauseEvidence cause, Past past) {
        return new WindowContext(
                slices.map(VerdictContext::signals).orElseGet(List::of),
                Optional.of(cause),
                past.earlier(),
                past.tally());
    }

    /** Of a window of any task before its labels. */
    static WindowContext byEstimates(List<HarmVerdict> harm, CauseEvidence cause, Past past) {
        return new WindowContext(
                harm.stream()
                        .flatMap(verdict -> HarmSignal.of(verdict).stream())
                        .toList(),
                Optional.of(cause),
                past.earlier(),
                past.tally(),
                Optional.of(
                        harm.isEmpty()
                                ? "the labels are not mature, and no metric can be estimated without them"
                                : "the labels are not mature, and "
                                        + harm.get(0).told()));
    }

    private CauseEvidence evidence(Optional<IntegritySection> integrity, LabelChange labels, Past past) {
        return causes(
                integrity,
                reference
                        .map(known -> BurstSearch.find(known.table(), rows.table(rows.fresh()), BurstPolicy.standard()))
                        .orElseGet(() -> new Burst.Absent(NO_ROWS)),
                labels,
                drift,
                past.onset());
    }

    /** What the cause of a window of any task is found from; its harm is not known yet. */
    static CauseEvidence causes(
            Optional<IntegritySection> integrity,
            Burst burst,
            LabelChange labels,
            DriftAssessment drift,
            CauseEvidence.Onset onset) {
        List<String> faults = integrity.map(IntegritySection::findings).orElseGet(List::of).stream()
                .filter(told -> told.finding().isFault())
                .map(IntegritySection.Told::because)
                .toList();
        return new CauseEvidence(
                faults,
                burst,
                labels,
                drift.drifted().stream().map(ColumnDrift.Drifted::column).toList(),
                CauseEvidence.Harm.NONE,
                onset);
    }

    private LabelChange labels() {
        int[] labelled = rows.labelled();
        return reference
                .map(known -> LabelChange.of(
                        ScoredLabels.of(known.scored().scores(), known.scored().labels()),
                        ScoredLabels.of(rows.scores(labelled), rows.labels(labelled)),
                        LabelPolicy.standard()))
                .orElseGet(() -> new LabelChange.NotEvaluable(NO_ROWS));
    }

    /* The p values as they were before correction: the verdict corrects them together with its objectives. */
    private static List<HarmSignal> signals(SliceSection slices) {
        List<HarmSignal> signals = new ArrayList<>();
        for (SliceOutcome slice : slices.report().slices()) {
            for (SliceMetric metric : slice.metrics()) {
                pValue(metric.againstReference())
                        .ifPresent(pValue -> signals.add(new HarmSignal(
                                metric.window().name() + " of " + slice.name(),
                                HarmSignal.Source.SLICE,
                                pValue,
                                metric.window().name() + " of " + slice.name() + " is "
                                        + metric.againstReference().because())));
            }
        }
        return signals;
    }

    private static Optional<Double> pValue(SliceFinding finding) {
        if (finding instanceof SliceFinding.Worse worse) {
            return Optional.of(worse.comparison().pValue());
        }
        if (finding instanceof SliceFinding.NotWorse not) {
            return Optional.of(not.comparison().pValue());
        }
        return finding instanceof SliceFinding.Inconclusive open
                ? Optional.of(open.comparison().pValue())
                : Optional.empty();
    }

    /**
     * What came before a window.
     *
     * @param earlier the windows of the champion's term before this one, the newest first
     * @param tally the alarms so far
     * @param onset whether harm in this window would be harm that came with the champion
     */
    record Past(List<EarlierWindow> earlier, AlarmTally tally, CauseEvidence.Onset onset) {}
}
