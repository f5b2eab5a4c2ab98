package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
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
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.rollout.RolloutRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model that says a quantity, or one of several classes, with the tables it learns from and the log of its gateway. */
abstract class EveryTaskSetting {
    static final ModelName MODEL = new ModelName("every-task");
    static final Actor ADA = Actor.user("ada");
    static final Instant AS_OF = Instant.parse("2013-03-01T00:00:00Z");
    static final String QUANTITY = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: every-task, owner: ada@example.org}
            spec:
              task: regression
              features:
                - {name: size, type: number}
                - {name: kind, type: category, maxCategories: 8}
              label: {name: outcome, arrives: {matureAfter: P1D}}
              retrain:
                data: {window: P28D, holdOut: P7D}
                candidates: [linear, {gradient-boosting: {trees: 20}}, {random-forest: {trees: 10}}]
            """;
    static final String CLASSES = QUANTITY.replace("regression", "multiclass-classification")
            .replace("name: outcome,", "name: outcome, classes: [low, middle, high],");

    /* Rows of 35 days, 200 a day, that DuckDB's hash makes and every machine repeats. */
    private static final String ROWS =
            "(SELECT TIMESTAMPTZ '2013-01-01 00:00:00+00' + i * INTERVAL 432 SECOND AS event_time,"
                    + " (hash(i) % 1000) / 100.0 AS size, ['a', 'b'][1 + (hash(i + 77) % 2)::INTEGER] AS kind,"
                    + " ((hash(i + 999) % 1000) / 500.0 - 1) AS noise FROM range(7000) t(i))";

    @TempDir
    Path directory;

    final ObjectStore store = new InMemoryObjectStore();
    final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    final Registry registry = new ObjectStoreRegistry(store, clock);
    Activities activities;

    @BeforeEach
    void open() {
        activities = Activities.withoutHeartbeat(
                store, registry, clock, ActivitySettings.standard(directory.resolve("worker")));
    }

    @AfterEach
    void close() {
        activities.close();
    }

    final RolloutRequest secondVersion(String law) throws SQLException {
        Finished first = run("first", table(law));
        activities.retrain().bootstrap(first.plan, first.registered.version(), first.validation);
        Finished second = run("second", table(law));
        return new RolloutRequest(
                "every-task-o1",
                second.registered.version(),
                1,
                registry.spec(registry.state(MODEL)).rollout(),
                Duration.ofSeconds(1));
    }

    /* A day's 900 rows in its noon hour, as one gateway writes them: labels first. */
    final void serve(int day, String answers, String label) throws SQLException {
        serveLogging(day, "size, kind", answers, label);
    }

    /* The same, features logged as the expressions say. */
    final void serveLogging(int day, String features, String answers, String label) throws SQLException {
        serve(day, "raw", features, answers, label);
    }

    /* The same with sizes other than the raw ones, which are even from 0 to 10. */
    final void serve(int day, String size, String answers, String label) throws SQLException {
        serve(day, size, "size, kind", answers, label);
    }

    private void serve(int day, String size, String features, String answers, String label) throws SQLException {
        Instant noon = Instant.parse("2013-01-01T12:00:00Z").plus(Duration.ofDays(day));
        String rows = "(SELECT *, " + size + " AS size FROM (SELECT i, 'd" + day
                + "-' || lpad(i::VARCHAR, 4, '0') AS _prediction_id, TIMESTAMPTZ '" + noon
                + "' + i * INTERVAL 3 SECOND AS _event_time, (hash(i + " + day * 1000
                + ") % 1000) / 100.0 AS raw, ['a', 'b'][1 + (hash(i + 77) % 2)::INTEGER] AS kind,"
                + " ((hash(i + 999) % 1000) / 500.0 - 1) AS noise FROM range(900) t(i)))";
        String folder = "/model=every-task/dt=" + noon.toString().substring(0, 10) + "/hour=12/gw-000001-0000000"
                + (day % 10) + ".parquet";
        put(
                "labels" + folder,
                "SELECT _prediction_id, _event_time, " + label
                        + ", _event_time + INTERVAL 1 HOUR AS _labelled_at, _event_time + INTERVAL 1 HOUR AS _received_at,"
                        + " 'truth' AS _source, 'label' AS _kind, NULL::BIGINT AS _revision FROM " + rows);
        put(
                "predictions" + folder,
                "SELECT _prediction_id, _event_time, _event_time AS _received_at, 1 AS _version,"
                        + " 'champion' AS _arm, NULL::VARCHAR AS _entity, 1500 AS _latency_us, NULL::VARCHAR AS _error, "
                        + answers
                        + ", " + features + " FROM " + rows);
    }

    private void put(String key, String select) throws SQLException {
        Path file = directory.resolve("log.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        store.create(key, file);
    }

    final Digest table(String law) throws SQLException {
        Path file = directory.resolve("table-" + Digest.of(law).abbreviated() + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT event_time, size, kind, " + law + " AS outcome FROM " + ROWS + ") TO '"
                    + file + "' (FORMAT parquet)");
        }
        return registry.putBlob(file);
    }

    final RetrainRequest request(String run, Digest table) {
        RetrainCommand command = new RetrainCommand(
                "command-" + run, RetrainSpec.Trigger.MANUAL, "a test", ADA, Optional.of(AS_OF), Optional.of(table));
        return new RetrainRequest(MODEL, run, command, AS_OF);
    }

    final Finished run(String run, Digest table) {
        RetrainActivities retrain = activities.retrain();
        Plan plan = retrain.plan(request(run, table));
        Snapshot snapshot = retrain.snapshot(plan);
        assertThat(snapshot.problem()).isEmpty();
        List<Candidate> candidates = plan.recipes().stream()
                .map(recipe -> retrain.train(plan, snapshot, recipe))
                .toList();
        Validation validation = retrain.validate(plan, snapshot, candidates);
        Registered registered = retrain.register(plan, snapshot, validation.best(), validation);
        return new Finished(plan, candidates, validation, registered);
    }

    /** What became of a run. */
    record Finished(Plan plan, List<Candidate> candidates, Validation validation, Registered registered) {}
}
