package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.retrain.EvidenceBundle;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Registered;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainActivities.Validation;
import dev.perennial.workflows.retrain.ValidationReport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives a candidate the next number, with its manifest, its frozen reference and the evidence of its review. */
final class VersionRegistration {
    private static final Actor RETRAINING = Actor.system("retrain");

    private final Workbench workbench;
    private final SnapshotReading snapshots;

    VersionRegistration(Workbench workbench) {
        this.workbench = workbench;
        snapshots = new SnapshotReading(workbench);
    }

    Registered register(Plan plan, Snapshot snapshot, Candidate candidate, Validation validation) {
        ModelName model = plan.request().model();
        String run = plan.request().run();
        Digest reference = workbench.registry().putDocument(reference(plan, snapshot, candidate));
        Instant createdAt = workbench.clock().instant();
        RegistryEntry entry = workbench.registry().append(model, "register/" + run, state -> {
            ModelVersion version = new ModelVersion(model, state.versions().size() + 1);
            Digest manifest = workbench.putManifest(manifest(plan, snapshot, candidate, version, reference, createdAt));
            return new EntryDraft(
                    TimelineKind.VERSION_REGISTERED,
                    RETRAINING,
                    Optional.of(plan.request().asOf()),
                    version + " is " + candidate.recipe().label() + " trained on " + snapshot.trainingRows()
                            + " rows until " + PlainTime.of(plan.training().to()) + ": " + validation.because(),
                    new RegistryChange.VersionRegistered(version.number(), manifest, run),
                    new Evidence(
                            validation.numbers(),
                            new TreeMap<>(Map.of(
                                    "run",
                                    run,
                                    "validation",
                                    validation.evidence().hex(),
                                    "manifest",
                                    manifest.hex(),
                                    "data",
                                    snapshot.digest().hex()))));
        });
        if (!(entry.entry().change() instanceof RegistryChange.VersionRegistered registered)) {
            throw new IllegalArgumentException("Invalid run " + run + ": entry " + entry.seq() + " of " + model
                    + " is its registration and registers nothing");
        }
        EvidenceBundle bundle = new EvidenceBundle(
                registered.manifest(),
                workbench.registry().document(registered.manifest(), VersionManifest.class),
                validation.evidence(),
                workbench.registry().document(validation.evidence(), ValidationReport.class));
        return new Registered(
                new ModelVersion(model, registered.version()),
                workbench.registry().putDocument(bundle));
    }

    private Object reference(Plan plan, Snapshot snapshot, Candidate candidate) {
        CompiledModel model = workbench.models().of(candidate.compiledModel());
        Outputs outputs = workbench.spec(plan.spec()).outputs();
        TrainingRows training = snapshots.rows(snapshot.training(), model.schema(), outputs);
        TrainingRows heldOut = snapshots.rows(snapshot.holdOut(), model.schema(), outputs);
        Reference.Rows stored = new Reference.Rows(snapshot.training(), snapshot.holdOut());
        Instant unseenFrom = plan.holdOut().to();
        return outputs instanceof Outputs.Probability
                ? Reference.freeze(training.features(), SnapshotReading.scored(model, heldOut), unseenFrom, stored)
                : OutcomeReference.freeze(training.features(), ScoredOutcomes.of(model, heldOut), unseenFrom, stored);
    }

    private static VersionManifest manifest(
            Plan plan,
            Snapshot snapshot,
            Candidate candidate,
            ModelVersion version,
            Digest reference,
            Instant createdAt) {
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("java", Runtime.version().toString());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("held-out", plan.holdOut().toString());
        return new VersionManifest(
                version,
                candidate.recipe(),
                candidate.compiledModel(),
                candidate.compiledBytes(),
                candidate.trainerModel(),
                plan.spec(),
                snapshot.digest(),
                plan.training(),
                snapshot.trainingRows(),
                reference,
                plan.request().run(),
                plan.seed(),
                candidate.goldenDifference(),
                candidate.metrics(),
                environment,
                createdAt);
    }
}
