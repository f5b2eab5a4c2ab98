package dev.perennial.activities.retrain;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.Progress;
import dev.perennial.activities.training.TrainedCandidate;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains one candidate on a run's stored rows and measures it on the held-out ones. */
final class CandidateTraining {
    private final Workbench workbench;
    private final RunStore results;
    private final SnapshotReading snapshots;
    private final CandidateTrainer trainer = new CandidateTrainer();

    CandidateTraining(Workbench workbench, RunStore results) {
        this.workbench = workbench;
        this.results = results;
        snapshots = new SnapshotReading(workbench);
    }

    Candidate train(Plan plan, Snapshot snapshot, CandidateRecipe recipe) {
        ModelSpec spec = workbench.spec(plan.spec());
        FeatureSchema schema = FeatureSchemas.of(spec);
        TrainingRows training = snapshots.rows(snapshot.training(), schema, spec.outputs());
        TrainedCandidate trained = trainer.train(
                recipe, training.training(), plan.seed(), told(plan.request().run(), recipe));
        TrainingRows heldOut = snapshots.rows(snapshot.holdOut(), schema, spec.outputs());
        byte[] compiled = trained.compiledBytes();
        SortedMap<String, Double> metrics = new TreeMap<>(SnapshotReading.metrics(trained.compiled(), heldOut));
        metrics.put("training-rows", (double) training.size());
        metrics.put("bytes", (double) compiled.length);
        return new Candidate(
                recipe,
                workbench.registry().putBlob(compiled),
                compiled.length,
                workbench.registry().putBlob(trained.tribuoModel()),
                trained.goldenDifference(),
                metrics);
    }

    private Progress told(String run, CandidateRecipe recipe) {
        Set<Progress.Step> told = EnumSet.noneOf(Progress.Step.class);
        return step -> {
            String word = step.name().toLowerCase(Locale.ROOT);
            workbench.heartbeat().beat(recipe.label() + ": " + word);
            if (told.add(step)) {
                results.mark(
                        RunKeys.progress(run, recipe),
                        Map.of(
                                "recipe", recipe.label(),
                                "step", word,
                                "since", workbench.clock().instant().toString()));
            }
        };
    }
}
