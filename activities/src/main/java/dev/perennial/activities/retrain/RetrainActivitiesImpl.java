package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The work of a run. What is finished is kept under {@code runs/{run}/}, so that whoever tries a step again, on this worker
 * or another, finds it; every entry of the log carries an operation made of the run's name.
 */
public final class RetrainActivitiesImpl implements RetrainActivities {
    private static final Actor RETRAINING = Actor.system("retrain");

    private final Workbench workbench;
    private final RunStore results;
    private final CandidateTraining training;

    /** Activities on this workbench. */
    public RetrainActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
        results = new RunStore(workbench.store());
        training = new CandidateTraining(workbench, results);
    }

    @Override
    public Plan plan(RetrainRequest request) {
        return Failures.translated(() -> new RunPlanning(workbench).plan(request));
    }

    @Override
    public Snapshot snapshot(Plan plan) {
        String run = plan.request().run();
        return Failures.translated(() -> workbench
                .heartbeat()
                .during(
                        "snapshot of " + run,
                        () -> results.once(
                                RunKeys.snapshot(run),
                                Snapshot.class,
                                () -> new SnapshotTaking(workbench).take(plan))));
    }

    @Override
    public Candidate train(Plan plan, Snapshot snapshot, CandidateRecipe recipe) {
        String run = plan.request().run();
        return Failures.translated(() -> workbench.heartbeat().during(recipe.label(), () -> {
            Candidate candidate = results.once(
                    RunKeys.candidate(run, recipe), Candidate.class, () -> training.train(plan, snapshot, recipe));
            noteTrained(plan, snapshot, candidate);
            return candidate;
        }));
    }

    private void noteTrained(Plan plan, Snapshot snapshot, Candidate candidate) {
        String run = plan.request().run();
        workbench
                .registry()
                .append(
                        plan.request().model(),
                        "candidate-trained/" + run + "/" + RunKeys.id(candidate.recipe()),
                        state -> new EntryDraft(
                                TimelineKind.CANDIDATE_TRAINED,
                                RETRAINING,
                                Optional.of(plan.request().asOf()),
                                "Run " + run + " trained " + candidate.recipe().label() + " on "
                                        + snapshot.trainingRows() + " rows: held-out " + figures(candidate),
                                new RegistryChange.Noted(),
                                new Evidence(
                                        new TreeMap<>(candidate.metrics()),
                                        new TreeMap<>(Map.of(
                                                "run",
                                                run,
                                                "recipe",
                                                candidate.recipe().label(),
                                                "workflow",
                                                WorkflowIds.retrain(run),
                                                "model",
                                                candidate.compiledModel().hex())))));
    }

    private static String figures(Candidate candidate) {
        SortedMap<String, Double> metrics = candidate.metrics();
        if (metrics.containsKey("rmse")) {
            return "RMSE " + figure(candidate, "rmse") + ", MAE " + figure(candidate, "mae");
        }
        return "log loss " + figure(candidate, "log-loss")
                + (metrics.containsKey("macro-recall")
                        ? ", accuracy " + figure(candidate, "accuracy")
                        : ", AUC " + figure(candidate, "auc"));
    }

    private static String figure(Candidate candidate, String metric) {
        Double value = candidate.metrics().get(metric);
        return value == null ? "not evaluable" : String.format(Locale.ROOT, "%.4f", value);
    }

    @Override
    public Validation validate(Plan plan, Snapshot snapshot, List<Candidate> candidates) {
        String run = plan.request().run();
        return Failures.translated(() -> workbench
                .heartbeat()
                .during(
                        "validation of " + run,
                        () -> results.once(
                                RunKeys.validation(run),
                                Validation.class,
                                () -> new CandidateValidation(workbench).validate(plan, snapshot, candidates))));
    }

    @Override
    public Registered register(Plan plan, Snapshot snapshot, Candidate candidate, Validation validation) {
        return Failures.translated(() -> workbench
                .heartbeat()
                .during(
                        "registration of " + plan.request().run(),
                        () -> new VersionRegistration(workbench).register(plan, snapshot, candidate, validation)));
    }

    @Override
    public void bootstrap(Plan plan, ModelVersion version, Validation validation) {
        Failures.run(() -> workbench
                .registry()
                .append(version.model(), "bootstrap/" + plan.request().run(), state -> {
                    state.championVersion().ifPresent(champion -> {
                        throw new RefusedException("Cannot bootstrap " + version + ": " + champion
                                + " is champion, a successor is rolled out");
                    });
                    return new EntryDraft(
                            TimelineKind.CHAMPION_PROMOTED,
                            plan.request().command().actor(),
                            Optional.of(plan.request().asOf()),
                            version + " is the first champion (bootstrap): " + validation.because(),
                            new RegistryChange.ChampionPromoted(version.number()),
                            new Evidence(
                                            validation.numbers(),
                                            new TreeMap<>(Map.of(
                                                    "validation",
                                                    validation.evidence().hex())))
                                    .with("reason", "bootstrap")
                                    .with("run", plan.request().run()));
                }));
    }

    @Override
    public void recordEnd(RetrainRequest request, RetrainOutcome outcome) {
        Failures.run(() -> {
            ModelName model = request.model();
            Ending ending = ending(request, outcome);
            workbench.registry().append(model, "retrain-end/" + request.run(), state -> {
                boolean underWay = state.retraining()
                        .filter(running -> running.run().equals(request.run()))
                        .isPresent();
                return new EntryDraft(
                        ending.kind(),
                        RETRAINING,
                        Optional.of(request.asOf()),
                        "Run " + request.run() + " ended: " + outcome.sentence(),
                        underWay
                                ? new RegistryChange.RetrainingEnded(request.run(), ending.word())
                                : new RegistryChange.Noted(),
                        Evidence.links(Map.of("run", request.run(), "workflow", WorkflowIds.retrain(request.run()))));
            });
        });
    }

    private Ending ending(RetrainRequest request, RetrainOutcome outcome) {
        if (outcome instanceof RetrainOutcome.CandidateReady) {
            return new Ending(TimelineKind.EVENT_NOTED, "candidate-ready");
        }
        if (outcome instanceof RetrainOutcome.ChampionByBootstrap) {
            return new Ending(TimelineKind.EVENT_NOTED, "champion-by-bootstrap");
        }
        return results.exists(RunKeys.validation(request.run()))
                ? new Ending(TimelineKind.CANDIDATE_REJECTED, "candidate-rejected")
                : new Ending(TimelineKind.RETRAIN_FAILED, "failed");
    }

    private record Ending(TimelineKind kind, String word) {}
}
