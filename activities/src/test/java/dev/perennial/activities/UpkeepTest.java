package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbFiles;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.GatewayLog;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.testing.TestClock;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.upkeep.Erasure;
import dev.perennial.workflows.upkeep.UpkeepActivities;
import dev.perennial.workflows.upkeep.UpkeepOptions;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upkeep's activities on a log in a store, without the engine. */
@Timeout(60)
class UpkeepTest {
    private static final ModelName MODEL = new ModelName("risk");
    private static final Actor ADA = Actor.user("ada");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "0123456789abcdef";
    private static final String SPEC = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: risk, owner: ada@example.org}
            spec:
              task: binary-classification
              features:
                - {name: x, type: number}
              label: {name: outcome, positive: "1", arrives: {typical: PT2H, matureAfter: P1D}}
              log: {keep: P30D}
            """;

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TestClock clock = TestClock.at("2026-03-01T00:00:00Z");
    private final ObjectStoreRegistry registry = new ObjectStoreRegistry(store, clock);
    private Activities activities;
    private UpkeepActivities upkeep;
    private DuckDb duckDb;
    private GatewayLog gateway;

    @BeforeEach
    void open() {
        activities = Activities.withoutHeartbeat(
                store,
                registry,
                clock,
                new ActivitySettings(directory.resolve("worker"), 256, 1, 100, 2, Optional.empty()));
        upkeep = activities.upkeep();
        duckDb = DuckDb.open(new DuckDbSettings(256, 1, directory.resolve("duckdb")));
        gateway = new GatewayLog(store, MODEL, "gw-1", directory, duckDb);
        registry.applySpec(SPEC, "apply", ADA);
    }

    @AfterEach
    void close() {
        duckDb.close();
        activities.close();
    }

    @Test
    void anErasureTakesTheTrainingRowsTooAndNamesNobody() throws JsonProcessingException {
        gateway.write(List.of(row("1@eve", 0), row("2@bob", 0), row("3@eve", 30)));
        Digest tainted = table("2@bob", "3@eve");
        Digest clean = table("2@bob", "9@zoe");
        Snapshot snapshot = new Snapshot(clean, tainted, 2, clean, 2, Optional.empty());
        store.create("runs/risk-r1/snapshot.json", RegistryJson.mapper().writeValueAsBytes(snapshot));
        Erasure erasure = new Erasure("eve", "salt");
        store.create(Erasure.key(ID), RegistryJson.mapper().writeValueAsBytes(erasure));
        UpkeepRequest request = request(UpkeepTask.ERASE, Optional.of(ID), "she asked to");

        UpkeepTotals totals = UpkeepTotals.none();
        List<TimeWindow> days = upkeep.plan(MODEL, UpkeepTask.ERASE).pieces();
        assertThat(days).hasSize(2);
        for (TimeWindow day : days) {
            UpkeepTotals once = upkeep.work(MODEL, UpkeepTask.ERASE, day, request);
            assertThat(upkeep.work(MODEL, UpkeepTask.ERASE, day, request).rows())
                    .as("an attempt that is repeated counts the same rows")
                    .isEqualTo(once.rows());
            totals = totals.plus(once);
        }
        long tables = upkeep.dropExtracts(MODEL, request);
        assertThat(totals.rows()).isEqualTo(2);
        assertThat(tables).isEqualTo(1);
        assertThat(registry.blob(tainted)).isEmpty();
        assertThat(registry.blob(clean)).isPresent();

        UpkeepTotals all = totals.plus(new UpkeepTotals(0, 0, 0, tables));
        upkeep.record(MODEL, UpkeepTask.ERASE, all, "op", request);
        upkeep.record(MODEL, UpkeepTask.ERASE, all, "op", request);
        upkeep.forget(MODEL, request);
        List<EntryDraft> erased = registry.history(MODEL, 0, 100).stream()
                .map(RegistryEntry::entry)
                .filter(entry -> entry.kind() == TimelineKind.ROWS_ERASED)
                .toList();
        assertThat(erased).singleElement().satisfies(entry -> {
            assertThat(entry.sentence())
                    .isEqualTo("Erased 2 predictions of one entity, and a training table that held some of them:"
                            + " she asked to");
            assertThat(entry.actor()).isEqualTo(ADA);
            assertThat(entry.evidence().links())
                    .containsEntry("entity-digest", Digest.of("salt\neve").hex());
        });
        assertThat(store.list("erasures/", "", 10)).isEmpty();
    }

    @Test
    void whatIsOlderThanDeclaredExpiresByTheNewestRowAndByTheClock() {
        gateway.write(List.of(row("old", 0), row("kept", 24 * 20), row("new", 24 * 45)));
        assertThat(days(UpkeepTask.EXPIRE)).containsExactly(START);

        gateway.write(List.of(row("of the far future", 24 * 20_000)));
        clock.set(START.plus(Duration.ofDays(35)));
        assertThat(days(UpkeepTask.EXPIRE)).containsExactly(START);
        clock.set(START.plus(Duration.ofDays(20)));
        assertThat(days(UpkeepTask.EXPIRE)).isEmpty();
    }

    @Test
    void withoutADeclaredAgeNothingExpires() {
        registry.applySpec(SPEC.replace("  log: {keep: P30D}\n", ""), "apply-2", ADA);
        gateway.write(List.of(row("old", 0), row("new", 24 * 1000)));
        assertThat(days(UpkeepTask.EXPIRE)).isEmpty();
    }

    private List<Instant> days(UpkeepTask task) {
        return upkeep.plan(MODEL, task).pieces().stream().map(TimeWindow::from).toList();
    }

    private Digest table(String... ids) {
        try (DuckDbFiles files = new DuckDbFiles(directory.resolve("files"))) {
            return registry.putBlob(files.write(
                    "SELECT unnest(['" + String.join("', '", ids) + "']) AS _id",
                    "COMPRESSION zstd",
                    directory.resolve(ids[1] + ".parquet")));
        }
    }

    private static UpkeepRequest request(UpkeepTask task, Optional<String> erasure, String reason) {
        return new UpkeepRequest(Optional.of(MODEL), List.of(task), erasure, ADA, reason, UpkeepOptions.GRACE);
    }

    private static LoggedPrediction row(String id, int hours) {
        return LoggedPrediction.of(id, START.plus(Duration.ofHours(hours)), 0.25, 1, Map.of("x", 3.5));
    }
}
