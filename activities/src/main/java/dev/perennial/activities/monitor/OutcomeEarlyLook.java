package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.OutcomeDecision;
import dev.perennial.monitoring.decision.OutcomeEvidence;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a window of a regression, or of several classes, when it closes, as {@link EarlyLook} does of a yes-or-no
 * question. One estimate is kept for a window and a champion; the first one stands.
 */
final class OutcomeEarlyLook {
    private final Workbench workbench;
    private final RunStore kept;

    OutcomeEarlyLook(Workbench workbench) {
        this.workbench = workbench;
        kept = new RunStore(workbench.store());
    }

    /** Whether the rows that an estimate learns from are stored. */
    boolean isPossible(ModelVersion champion) {
        OutcomeReference reference = workbench
                .registry()
                .document(workbench.registry().manifest(champion).referenceProfile(), OutcomeReference.class);
        return workbench.registry().holdsBlob(reference.rows().heldOut());
    }

    /** What is kept of this window and champion, if anything is. */
    Optional<OutcomeEstimateReport> found(ModelVersion champion, TimeWindow window) {
        return document(champion, window).map(this::report);
    }

    /** Where that is kept. */
    Optional<Digest> document(ModelVersion champion, TimeWindow window) {
        return kept.find(EarlyLook.key(champion, window), EarlyLook.Kept.class).map(EarlyLook.Kept::report);
    }

    OutcomeEstimateReport report(Digest document) {
        return workbench.registry().document(document, OutcomeEstimateReport.class);
    }

    /** The estimate of a window, made now unless it is kept already. */
    Digest estimate(ModelSpec spec, OutcomeLook look, EstimateTrackRecords past) {
        return kept.once(EarlyLook.key(look.version(), look.window()), EarlyLook.Kept.class, () -> {
                    OutcomeEstimateReport report = expected(spec, look, past);
                    return new EarlyLook.Kept(workbench.registry().putDocument(report));
                })
                .report();
    }

    private OutcomeEstimateReport expected(ModelSpec spec, OutcomeLook look, EstimateTrackRecords past) {
        OutcomeRows proven = look.proven(workbench)
                .orElseThrow(() -> new IllegalStateException("Cannot estimate " + look.window() + " of "
                        + look.version() + ": the rows that it was proven on are not stored"));
        OutcomeEstimates estimates = OutcomeEstimates.of(spec, proven, look.fresh().length);
        WindowEstimate estimate = estimates.estimate(look.unseen());
        List<HarmVerdict> harm = estimates.judge(past.temper(estimate));
        DriftAssessment drift = look.drift(spec);
        OutcomeEvidence evidence = new OutcomeEvidence(
                drift,
                look.answered().select(new int[0]).report(new LabelMaturity(0, look.fresh().length)),
                look.reference().performance(),
                Optional.of(new OutcomeSections(spec, Optional.of(proven), look)
                        .context(
                                harm,
                                drift,
                                before(
                                        look.version(),
                                        look.window(),
                                        spec.monitor().every()))),
                Optional.empty());
        return new OutcomeEstimateReport(
                look.version(),
                look.window(),
                look.maturity(),
                estimate,
                past,
                harm,
                OutcomeDecision.decide(evidence, Policies.decision(spec)));
    }

    /* Windows before labels are judged by what was said of the two before them, not by what their labels show since. */
    private VerdictContext.Past before(ModelVersion champion, TimeWindow window, Duration every) {
        List<EarlierWindow> earlier = new ArrayList<>();
        Optional<AlarmTally> tally = Optional.empty();
        for (int back = 1; back <= 2; back++) {
            Duration ago = every.multipliedBy(back);
            Optional<OutcomeEstimateReport> said = found(
                    champion,
                    new TimeWindow(window.from().minus(ago), window.to().minus(ago)));
            if (said.isEmpty()) {
                break;
            }
            OutcomeVerdict.Ruling ruling = said.get().verdict().ruling();
            earlier.add(new EarlierWindow(said.get().window().label(), ruling.smallestPValue()));
            tally = back == 1 ? ruling.tally() : tally;
        }
        return new VerdictContext.Past(earlier, tally.orElseGet(AlarmTally::empty), CauseEvidence.Onset.WITHIN_TERM);
    }
}
