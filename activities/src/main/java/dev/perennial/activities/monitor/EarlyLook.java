package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.activities.reference.VersionScores;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.monitor.EstimateReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a window when it closes, before its labels are mature: what will they show? The rows that the champion was
 * proven on teach how its scores come true; the window's own labels, the few fast ones, are left out, because those that
 * come fast are no fair sample. One estimate is kept for a window and a champion; the first one stands.
 */
final class EarlyLook {
    private final Workbench workbench;
    private final SegmentProfiles profiles;
    private final RunStore kept;

    EarlyLook(Workbench workbench, SegmentProfiles profiles) {
        this.workbench = workbench;
        this.profiles = profiles;
        kept = new RunStore(workbench.store());
    }

    /** Whether the rows that an estimate learns from are named by the champion's reference, and stored. */
    boolean isPossible(ModelVersion champion) {
        return workbench
                .registry()
                .document(workbench.registry().manifest(champion).referenceProfile(), Reference.class)
                .rows()
                .filter(rows -> workbench.registry().holdsBlob(rows.heldOut()))
                .isPresent();
    }

    /** The estimate that is kept for this window and champion, if there is one. */
    Optional<Digest> found(ModelVersion champion, TimeWindow window) {
        return kept.find(key(champion, window), Kept.class).map(Kept::report);
    }

    /** The estimate of a window, made now unless it is kept already. */
    Digest estimate(ModelState state, ModelSpec spec, TimeWindow window, EstimateTrackRecords past) {
        ModelVersion champion = state.requireChampion();
        return kept.once(key(champion, window), Kept.class, () -> {
                    EstimateReport report = look(state.model(), champion, spec, window, past);
                    return new Kept(workbench.registry().putDocument(report));
                })
                .report();
    }

    private EstimateReport look(
            ModelName name, ModelVersion version, ModelSpec spec, TimeWindow window, EstimateTrackRecords past) {
        VersionManifest manifest = workbench.registry().manifest(version);
        VersionScores model = VersionScores.of(workbench, manifest);
        Reference reference = workbench.registry().document(manifest.referenceProfile(), Reference.class);
        LoggedRows rows = workbench.log().read(new LogQuery(name, model.schema(), window, Optional.empty()));
        SegmentProfile counted = profiles.sum(version, window).profile();
        JudgedRows judged = new JudgedRows(rows, model.of(rows), reference.unseenFrom());
        int[] fresh = judged.fresh();
        ReferenceRows known = reference
                .rows()
                .flatMap(stored -> ReferenceRows.heldOut(workbench, stored, model))
                .orElseThrow(() -> new IllegalStateException("Cannot estimate " + window + " of " + version
                        + ": the rows that it was proven on are not stored"));
        Estimation estimation = Estimation.of(known, fresh.length, spec);
        WindowEstimate estimate = estimation.estimate(judged, fresh);
        List<HarmVerdict> harm = estimation.judge(past.temper(estimate));
        DriftAssessment drift = Baseline.of(spec.monitor().reference(), version, reference, window, profiles)
                .reference()
                .drift(Reference.Counted.of(counted), Policies.drift(spec));
        WindowEvidence evidence = new WindowEvidence(
                drift,
                BinaryPerformance.measure(new double[0], new boolean[0], new LabelMaturity(0, fresh.length)),
                reference.performance(),
                new StalenessVerdict.NotEvaluable("it needs labels"),
                Optional.of(new VerdictContext(Optional.of(known), judged, drift)
                        .estimated(
                                RowIntegrity.of(spec, known).assess(window, judged, List.of()),
                                harm,
                                before(version, window, spec.monitor().every()))));
        return new EstimateReport(
                version,
                window,
                judged.maturity(),
                estimate,
                past,
                harm,
                WindowDecision.decide(evidence, Policies.decision(spec)));
    }

    /* Windows before labels are judged by what was said of the two before them, not by what their labels show since. */
    private VerdictContext.Past before(ModelVersion champion, TimeWindow window, Duration every) {
        List<EarlierWindow> earlier = new ArrayList<>();
        AlarmTally tally = AlarmTally.empty();
        for (int back = 1; back <= 2; back++) {
            Duration ago = every.multipliedBy(back);
            Optional<EstimateReport> said = found(
                            champion,
                            new TimeWindow(window.from().minus(ago), window.to().minus(ago)))
                    .map(document -> workbench.registry().document(document, EstimateReport.class));
            Optional<WindowVerdict.Ruling> ruling =
                    said.flatMap(report -> report.verdict().ruling());
            if (ruling.isEmpty()) {
                break;
            }
            earlier.add(
                    new EarlierWindow(said.get().window().label(), ruling.get().smallestPValue()));
            tally = back == 1 ? ruling.get().tally() : tally;
        }
        return new VerdictContext.Past(earlier, tally, CauseEvidence.Onset.WITHIN_TERM);
    }

    /** Where the one estimate of a window and a champion stands. */
    static String key(ModelVersion champion, TimeWindow window) {
        return "runs/estimates/" + champion.model() + "/v" + champion.number() + "/"
                + window.from().getEpochSecond() + "-" + window.to().getEpochSecond() + ".json";
    }

    /** What stands in the store. */
    record Kept(Digest report) {}
}
