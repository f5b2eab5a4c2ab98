package dev.perennial.activities;

import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.GatewayLog;
import dev.perennial.activities.data.LabelledFile;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.testing.TestClock;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Registered;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainActivities.Validation;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A declared model in a store in memory, its registry and its activities, as the workflows would call them. */
final class World implements AutoCloseable {
    static final ModelName MODEL = new ModelName("synthetic");
    static final Instant START = Instant.parse("2013-01-01T00:00:00Z");
    static final Actor ADA = Actor.user("ada");
    static final String SPEC = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: synthetic, owner: ada@example.org}
            spec:
              task: binary-classification
              features:
                - {name: height, type: number}
                - {name: weight, type: number}
                - {name: kind, type: category, maxCategories: 8}
              label: {name: outcome, positive: "1", arrives: {typical: PT2H, matureAfter: P1D}}
              objectives:
                - {metric: log-loss, worseThanReferenceBy: 10 %, severity: page}
              monitor: {every: P7D, window: P7D}
              retrain:
                on: [challenger]
                data: {window: P28D, holdOut: P7D}
                candidates: [linear, {gradient-boosting: {trees: 20}}]
              rollout:
                steps: [shadow: P1D, 25 %: P1D, 100 %]
            """;

    final ObjectStore store;
    final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    final Registry registry;
    final Activities activities;
    final DuckDb duckDb;
    final GatewayLog gateway;
    final ModelSpec spec = ModelSpecReader.read(SPEC);
    private final Path directory;

    World(Path directory) {
        this(directory, new InMemoryObjectStore());
    }

    World(Path directory, ObjectStore store) {
        this.directory = directory;
        this.store = store;
        registry = new ObjectStoreRegistry(store, clock);
        activities = Activities.withoutHeartbeat(
                store, registry, clock, ActivitySettings.standard(directory.resolve("worker")));
        duckDb = DuckDb.open(new DuckDbSettings(256, 1, directory.resolve("test-duckdb")));
        gateway = new GatewayLog(store, MODEL, "gw-a", directory, duckDb);
        declare(SPEC, 1);
    }

    /* Applies a model file as this revision. */
    void declare(String file, int revision) {
        Digest stored = registry.putBlob(file.getBytes(StandardCharsets.UTF_8));
        append("spec-" + revision, TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(stored, revision));
    }

    void append(String operation, TimelineKind kind, RegistryChange change) {
        registry.append(
                MODEL,
                operation,
                state -> new EntryDraft(kind, ADA, Optional.empty(), operation, change, Evidence.none()));
    }

    Digest importTable(List<LoggedPrediction> rows) {
        Path file = directory.resolve("table-" + rows.size() + ".parquet");
        LabelledFile.write(duckDb, rows, "outcome", file);
        Digest table = registry.putBlob(file);
        append(
                "import-" + table.abbreviated(),
                TimelineKind.DATA_IMPORTED,
                new RegistryChange.DataImported(
                        table,
                        rows.get(0).eventTime(),
                        rows.get(rows.size() - 1).eventTime().plusSeconds(1),
                        rows.size()));
        return table;
    }

    /** A first champion trained on 35 days of the usual law, which end at {@link #servingFrom}. */
    void bootstrap(SyntheticStream stream) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 0; day < 35; day++) {
            rows.addAll(stream.day(day(day), SyntheticStream.Inputs.USUAL, SyntheticStream::law));
        }
        Digest table = importTable(rows);
        RetrainRequest request = request("synthetic-r1", servingFrom(), Optional.of(table));
        Finished run = run(request);
        activities.retrain().bootstrap(run.plan(), run.registered().version(), run.validation());
        activities
                .retrain()
                .recordEnd(
                        request,
                        new RetrainOutcome.ChampionByBootstrap(run.registered().version(), "the first champion"));
    }

    RetrainRequest request(String run, Instant asOf, Optional<Digest> table) {
        RetrainCommand command = new RetrainCommand(
                "command-" + run, RetrainSpec.Trigger.MANUAL, "a test", ADA, Optional.of(asOf), table);
        activities.model().recordRetrainingStarted(MODEL, run, command);
        return new RetrainRequest(MODEL, run, command, asOf);
    }

    Finished run(RetrainRequest request) {
        RetrainActivities retrain = activities.retrain();
        Plan plan = retrain.plan(request);
        Snapshot snapshot = retrain.snapshot(plan);
        List<Candidate> candidates = plan.recipes().stream()
                .map(recipe -> retrain.train(plan, snapshot, recipe))
                .toList();
        Validation validation = retrain.validate(plan, snapshot, candidates);
        Registered registered = retrain.register(plan, snapshot, validation.best(), validation);
        return new Finished(plan, snapshot, candidates, validation, registered);
    }

    List<RegistryEntry> entries(TimelineKind kind) {
        return registry.history(MODEL, 0, 10_000).stream()
                .filter(entry -> entry.entry().kind() == kind)
                .toList();
    }

    long seq() {
        return registry.state(MODEL).seq();
    }

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    static Instant servingFrom() {
        return day(35);
    }

    @Override
    public void close() {
        activities.close();
        duckDb.close();
    }

    record Finished(
            Plan plan, Snapshot snapshot, List<Candidate> candidates, Validation validation, Registered registered) {}
}
