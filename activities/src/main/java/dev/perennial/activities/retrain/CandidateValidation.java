package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.ScoredOutcomes;
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
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainActivities.Validation;
import dev.perennial.workflows.retrain.ValidationReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Picks the candidate with the least held-out loss of the task and lets the gate compare it with the champion on the same rows, or
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
        ModelSpec spec = workbench.spec(plan.spec());
        String primary = ScoredOutcomes.primary(spec.outputs());
        List<Candidate> ranked = candidates.stream()
                .sorted(Comparator.<Candidate>comparingDouble(
                                candidate -> candidate.metrics().getOrDefault(primary, Double.MAX_VALUE))
                        .thenComparing(candidate -> RunKeys.id(candidate.recipe())))
                .toList();
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException("Invalid run " + plan.request().run() + ": it has no candidate");
        }
        Candidate best = ranked.get(0);
        CompiledModel model = workbench.models().of(best.compiledModel());
        TrainingRows rows = snapshots.rows(snapshot.holdOut(), model.schema(), spec.outputs());
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
            TrainingRows beside = snapshots.rows(snapshot.holdOut(), standing.schema(), spec.outputs());
            championMetrics.putAll(SnapshotReading.metrics(standing, beside));
            if (champion.trainedOn().to().isAfter(plan.holdOut().from())) {
                notes.add("the champion was trained on rows until "
                        + PlainTime.of(champion.trainedOn().to())
                        + ", part of the held-out ones: the comparison favours it");
            }
            gate = compared(model, rows, standing, beside, policy);
        } else {
            gate = bootstrap(snapshot, ranked, model, rows, policy);
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
        return new Validation(best, gate.passes(), gate.because(), evidence, numbers(best, championMetrics, gate));
    }

    private static GateVerdict compared(
            CompiledModel model, TrainingRows rows, CompiledModel standing, TrainingRows beside, GatePolicy policy) {
        if (!(rows.outputs() instanceof Outputs.Probability)) {
            return new LossValidation(model, rows, policy).against(ScoredOutcomes.of(standing, beside));
        }
        ScoredRows champion = SnapshotReading.scored(standing, beside);
        ScoredRows scored = SnapshotReading.scored(model, rows);
        return CandidateGate.decide(
                new PairedScores(champion.scores(), scored.scores(), scored.labels(), scored.blocks()), policy);
    }

    private GateVerdict bootstrap(
            Snapshot snapshot, List<Candidate> ranked, CompiledModel model, TrainingRows rows, GatePolicy policy) {
        Optional<CompiledModel> simple = ranked.stream()
                .filter(candidate -> candidate.recipe().algorithm().equals(LINEAR))
                .findFirst()
                .map(candidate -> workbench.models().of(candidate.compiledModel()));
        TrainingRows training = snapshots.rows(snapshot.training(), model.schema(), rows.outputs());
        if (!(rows.outputs() instanceof Outputs.Probability)) {
            return new LossValidation(model, rows, policy)
                    .bootstrap(training, simple.map(linear -> ScoredOutcomes.of(linear, rows)));
        }
        ScoredRows scored = SnapshotReading.scored(model, rows);
        double[] linear = simple.map(other -> other.scoreAll(rows.features())).orElse(scored.scores());
        double[] labels = training.labels();
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
        if (gate.difference() instanceof PairedTest.Measured measured) {
            numbers.put("advantage", measured.meanDifference());
            numbers.put("advantage-standard-error", measured.standardError());
            numbers.put("advantage-p-value", measured.pValueAbove(0));
            numbers.put("blocks", (double) measured.blocks());
        }
        return numbers;
    }
}
