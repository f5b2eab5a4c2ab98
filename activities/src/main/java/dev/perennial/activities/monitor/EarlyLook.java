package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.HarmSignal;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
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
import dev.perennial.scoring.CompiledModel;
import dev.perennial.workflows.monitor.EstimateReport;
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

    /** Whether the champion's reference names the rows that an estimate learns from. */
    boolean isPossible(ModelVersion champion) {
        return workbench
                .registry()
                .document(workbench.registry().manifest(champion).referenceProfile(), Reference.class)
                .rows()
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
        CompiledModel model = workbench.models().of(manifest.compiledModel());
        Reference reference = workbench.registry().document(manifest.referenceProfile(), Reference.class);
        LoggedRows rows = workbench.log().read(new LogQuery(name, model.schema(), window, Optional.empty()));
        SegmentProfile counted = profiles.sum(version, window).profile();
        JudgedRows judged = new JudgedRows(rows, model.scoreAll(rows.features()), reference.unseenFrom());
        Reference.Rows stored = reference
                .rows()
                .orElseThrow(() -> new IllegalStateException(
                        "Cannot estimate " + window + " of " + version + ": its reference does not name its rows"));
        int[] fresh = judged.fresh();
        Estimation estimation = Estimation.of(ReferenceRows.heldOut(workbench, stored, model), fresh.length, spec);
        WindowEstimate estimate = estimation.estimate(judged, fresh);
        List<HarmVerdict> harm = estimation.judge(past.temper(estimate));
        WindowEvidence evidence = new WindowEvidence(
                reference.drift(
                        new Reference.Counted(counted.featureProfile(), counted.scoreProfile()), Policies.drift(spec)),
                BinaryPerformance.measure(new double[0], new boolean[0], new LabelMaturity(0, fresh.length)),
                reference.performance(),
                new StalenessVerdict.NotEvaluable("it needs labels"),
                Optional.of(new WindowContext(
                        harm.stream()
                                .flatMap(verdict -> HarmSignal.of(verdict).stream())
                                .toList(),
                        Optional.empty(),
                        List.of(),
                        AlarmTally.empty())));
        return new EstimateReport(
                version,
                window,
                judged.maturity(),
                estimate,
                past,
                harm,
                WindowDecision.decide(evidence, Policies.decision(spec)));
    }

    private static String key(ModelVersion champion, TimeWindow window) {
        return "runs/estimates/" + champion.model() + "/v" + champion.number() + "/"
                + window.from().getEpochSecond() + "-" + window.to().getEpochSecond() + ".json";
    }

    /** What stands in the store. */
    record Kept(Digest report) {}
}
