package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.ScoredRows;
import dev.perennial.monitoring.decision.CandidateGate;
import dev.perennial.monitoring.decision.GatePolicy;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.PairedScores;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainActivities.Validation;
import dev.perennial.workflows.retrain.ValidationReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Picks the candidate with the least held-out log loss and lets the gate compare it with the champion on the same rows, or
 * with the base rate and the linear candidate where there is no champion. A refresh by the calendar has to prove only that
 * it is not worse; every other run has to prove that it is better.
 */
final class CandidateValidation {
    private static final String LINEAR = "linear";

    private final Workbench workbench;
    private final SnapshotReading snapshots;

    CandidateValidation(Workbench workbench) {
        this.workbench = workbench;
        snapshots = new SnapshotReading(workbench);
    }

    Validation validate(Plan plan, Snapshot snapshot, List<Candidate> candidates) {
        List<Candidate> ranked = candidates.stream()
                .sorted(Comparator.<Candidate>comparingDouble(
                                candidate -> candidate.metrics().getOrDefault("log-loss", Double.MAX_VALUE))
                        .thenComparing(candidate -> RunKeys.id(candidate.recipe())))
                .toList();
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException("Invalid run " + plan.request().run() + ": it has no candidate");
        }
        Candidate best = ranked.get(0);
        ModelSpec spec = workbench.spec(plan.spec());
        CompiledModel model = workbench.models().of(best.compiledModel());
        TrainingRows rows = snapshots.rows(snapshot.holdOut(), model.schema());
        ScoredRows scored = SnapshotReading.scored(model, rows);
        GatePolicy policy = policy(plan, spec);
        List<String> notes = new ArrayList<>();
        SortedMap<String, Double> championMetrics = new TreeMap<>();
        GateVerdict gate;
        if (plan.champion().isPresent()) {
            VersionManifest champion = workbench
                    .registry()
                    .manifest(new ModelVersion(
                            plan.request().model(), plan.champion().getAsInt()));
            CompiledModel standing = workbench.models().of(champion.compiledModel());
            ScoredRows beside = SnapshotReading.scored(standing, snapshots.rows(snapshot.holdOut(), standing.schema()));
            championMetrics.putAll(ScoredRows.metrics(beside.performance()));
            if (champion.trainedOn().to().isAfter(plan.holdOut().from())) {
                notes.add("the champion was trained on rows until "
                        + PlainTime.of(champion.trainedOn().to())
                        + ", part of the held-out ones: the comparison favours it");
            }
            gate = CandidateGate.decide(
                    new PairedScores(beside.scores(), scored.scores(), scored.labels(), scored.blocks()), policy);
        } else {
            gate = bootstrap(plan, snapshot, ranked, rows, scored, policy);
        }
        ValidationReport report = new ValidationReport(
                plan.request().run(),
                plan.champion(),
                snapshot.digest(),
                plan.training(),
                plan.holdOut(),
                championMetrics,
                ranked.stream()
                        .map(candidate -> new ValidationReport.CandidateLine(
                                candidate.recipe(), candidate.compiledModel(), candidate.metrics()))
                        .toList(),
                gate,
                notes);
        Digest evidence = workbench.registry().putDocument(report);
        return new Validation(
                best,
                gate instanceof GateVerdict.Passed,
                gate.because(),
                evidence,
                numbers(best, championMetrics, gate));
    }

    private GateVerdict bootstrap(
            Plan plan,
            Snapshot snapshot,
            List<Candidate> ranked,
            TrainingRows rows,
            ScoredRows scored,
            GatePolicy policy) {
        double[] linear = ranked.stream()
                .filter(candidate -> candidate.recipe().algorithm().equals(LINEAR))
                .findFirst()
                .map(candidate ->
                        workbench.models().of(candidate.compiledModel()).scoreAll(rows.features()))
                .orElse(scored.scores());
        double[] labels = snapshots
                .rows(snapshot.training(), FeatureSchemas.of(workbench.spec(plan.spec())))
                .labels();
        double positives = 0;
        for (double label : labels) {
            positives += label;
        }
        return CandidateGate.bootstrap(
                scored.scores(), linear, scored.labels(), scored.blocks(), positives / labels.length, policy);
    }

    private static GatePolicy policy(Plan plan, ModelSpec spec) {
        GatePolicy declared = GatePolicy.standard()
                .withMargins(
                        spec.validate().aucMargin(),
                        spec.validate().brierMargin(),
                        spec.validate().alpha());
        return plan.request().command().trigger() == RetrainSpec.Trigger.SCHEDULE ? declared.notInferior() : declared;
    }

    private static SortedMap<String, Double> numbers(
            Candidate best, SortedMap<String, Double> champion, GateVerdict gate) {
        SortedMap<String, Double> numbers = new TreeMap<>(best.metrics());
        champion.forEach((name, value) -> numbers.put("champion-" + name, value));
        if (gate.evidence().logLoss() instanceof PairedTest.Measured measured) {
            numbers.put("advantage", measured.meanDifference());
            numbers.put("advantage-standard-error", measured.standardError());
            numbers.put("advantage-p-value", measured.pValueAbove(0));
            numbers.put("blocks", (double) measured.blocks());
        }
        return numbers;
    }
}
