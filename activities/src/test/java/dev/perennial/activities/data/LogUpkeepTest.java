package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LogUpkeepTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofHours(1);
    private static final TimeWindow FIRST_DAY = TimeWindow.startingAt(START, Duration.ofDays(1));
    private static final TimeWindow ALL = TimeWindow.startingAt(START, Duration.ofDays(5));
    private static final FeatureSchema SCHEMA =
            new FeatureSchema(List.of(new NumberFeature("temp", Presence.OPTIONAL, Optional.empty())));

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    private DuckDb duckDb;
    private Spool spool;
    private LogUpkeep upkeep;
    private GatewayLog gateway;

    @BeforeEach
    void open() {
        duckDb = DuckDb.open(new DuckDbSettings(512, 2, directory.resolve("duckdb")));
        spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 4, InstantSource.system());
        upkeep = new LogUpkeep(store, spool, duckDb, clock);
        gateway = new GatewayLog(store, MODEL, "gw-1", directory, duckDb);
    }

    @AfterEach
    void close() {
        spool.close();
        duckDb.close();
    }

    @Test
    void smallFilesBecomeOneAndGoAfterTheGrace() {
        gateway.write(List.of(row("a", 0)));
        gateway.write(List.of(row("b", 0)));
        gateway.write(List.of(row("b", 0), row("c", 0)));
        gateway.write(List.of(row("new", 90)));

        assertThat(upkeep.due(MODEL)).containsExactly(START);
        LogUpkeep.Tidied first = upkeep.compact(MODEL, START, GRACE);

        assertThat(first).isEqualTo(new LogUpkeep.Tidied(6, 6, 0));
        assertThat(read(FIRST_DAY)).containsExactly("a", "b", "c");
        assertThat(keys("predictions/model=flights/dt=2013-03-01/")).hasSize(4);
        assertThat(upkeep.compact(MODEL, START, GRACE).removed()).isZero();

        clock.advance(GRACE);
        assertThat(upkeep.compact(MODEL, START, GRACE).removed()).isEqualTo(6);
        assertThat(keys("predictions/model=flights/dt=2013-03-01/"))
                .singleElement()
                .asString()
                .contains("/hour=00/edition.000001.");
        assertThat(read(FIRST_DAY)).containsExactly("a", "b", "c");
        assertThat(upkeep.due(MODEL)).isEmpty();
    }

    @Test
    void aFileThatComesAgainAfterItWasReplacedDoesNotCountAgain() {
        gateway.write(List.of(row("a", 0)));
        gateway.write(List.of(row("b", 0)));
        gateway.write(List.of(row("new", 90)));
        String replaced = keys("predictions/model=flights/dt=2013-03-01/").get(0);
        byte[] content = store.read(replaced).orElseThrow();
        compactAndSweep();

        store.create(replaced, content);

        assertThat(read(FIRST_DAY)).containsExactly("a", "b");
        assertThat(upkeep.due(MODEL)).containsExactly(START);
        assertThat(upkeep.compact(MODEL, START, GRACE)).isEqualTo(new LogUpkeep.Tidied(0, 0, 1));
    }

    @Test
    void whatComesLateStandsBesideAndIsTakenIn() {
        gateway.write(List.of(row("a", 0)));
        gateway.write(List.of(row("b", 0)));
        gateway.write(List.of(row("new", 90)));
        compactAndSweep();

        gateway.write(List.of(row("late", 0)));
        assertThat(read(FIRST_DAY)).containsExactly("a", "b", "late");
        compactAndSweep();

        assertThat(read(FIRST_DAY)).containsExactly("a", "b", "late");
        assertThat(keys("editions/model=flights/dt=2013-03-01/")).hasSize(4);
        assertThat(keys("labels/model=flights/dt=2013-03-01/")).hasSize(1);
    }

    @Test
    void anEditionThatCameToNothingIsNeverReadAndRemoved() {
        gateway.write(List.of(row("a", 0)));
        gateway.write(List.of(row("b", 0)));
        gateway.write(List.of(row("new", 90)));
        String orphan = "predictions/model=flights/dt=2013-03-01/hour=00/edition.000001.0123456789abcdef.parquet";
        store.create(orphan, "half of a file".getBytes(StandardCharsets.UTF_8));

        assertThat(read(FIRST_DAY)).containsExactly("a", "b");
        compactAndSweep();
        assertThat(read(FIRST_DAY)).containsExactly("a", "b");
        assertThat(store.exists(orphan)).isFalse();
    }

    @Test
    void theLastDayIsLeftAloneForTheWatermarkRestsOnIt() {
        gateway.write(List.of(row("a", 0)));
        gateway.write(List.of(row("b", 0)));
        gateway.write(List.of(row("new", 20)));
        assertThat(upkeep.due(MODEL)).isEmpty();
        gateway.write(List.of(row("newer", 90)));
        Optional<Instant> before = new Watermark(store).of(MODEL, Duration.ZERO);
        compactAndSweep();
        assertThat(new Watermark(store).of(MODEL, Duration.ZERO)).isEqualTo(before);
    }

    @Test
    void anEntityIsErasedFromReadersAtOnceAndFromTheStoreAfterTheGrace() {
        gateway.write(List.of(row("1@ada", 0), row("2@bob", 0), row("3@ada", 1)));
        gateway.write(List.of(row("4@bob", 1)));
        LogQuery mature = query(FIRST_DAY, Optional.of(FIRST_DAY.to()));
        assertThat(reader(spool).read(mature).ids()).hasSize(4);
        store.create("profiles/model=flights/x/v1/segments/dt=2013-03-01/hour=00/gw-1-1-1.parquet", new byte[1]);
        store.create("profiles/model=flights/x/v1/days/dt=2013-03-01-abc", new byte[1]);
        store.create("profiles/model=flights/x/v1/days/dt=2013-03-02-abc", new byte[1]);

        List<String> ids = new ArrayList<>();
        for (Instant hour : List.of(START, START.plus(Duration.ofHours(1)))) {
            List<String> found = upkeep.idsOf(MODEL, hour, "ada");
            ids.addAll(found);
            assertThat(upkeep.erase(MODEL, hour, found, "erasure 1")).isPositive();
            assertThat(upkeep.erase(MODEL, hour, found, "erasure 1")).isZero();
            assertThat(upkeep.idsOf(MODEL, hour, "ada")).isEmpty();
        }

        assertThat(ids).containsExactly("1@ada", "3@ada");
        assertThat(keys("joined/")).isEmpty();
        assertThat(keys("profiles/")).containsExactly("profiles/model=flights/x/v1/days/dt=2013-03-02-abc");
        assertThat(reader(spool).read(mature).ids()).containsExactly("2@bob", "4@bob");
        clock.advance(GRACE);
        for (Instant hour : List.of(START, START.plus(Duration.ofHours(1)))) {
            upkeep.sweep(MODEL, hour, GRACE);
        }
        assertThat(everyIdInTheStore()).containsExactlyInAnyOrder("2@bob", "4@bob");
    }

    @Test
    void anExpiredHourIsGoneAtOnceAndRowsThatComeToItGoWithTheNextRun() {
        gateway.write(List.of(row("a", 0), row("b", 30)));
        assertThat(upkeep.before(MODEL, START.plus(Duration.ofHours(1)))).containsExactly(START);

        assertThat(upkeep.expire(MODEL, START, GRACE)).isEqualTo(new LogUpkeep.Tidied(2, 1, 0));
        assertThat(read(ALL)).containsExactly("b");
        gateway.write(List.of(row("straggler", 0)));
        assertThat(upkeep.expire(MODEL, START, GRACE).rows()).isEqualTo(1);
        clock.advance(GRACE);
        assertThat(upkeep.expire(MODEL, START, GRACE).removed()).isEqualTo(4);
        assertThat(upkeep.before(MODEL, START.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(everyIdInTheStore()).containsExactly("b");
    }

    /*
     * A gateway writes, two workers compact without any grace, a person erases, and a reader looks all the time: whatever
     * was written before a look began and was not asked to go is in it exactly once.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aReaderAlwaysSeesEachRowExactlyOnce(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> written = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> workers = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            Path own = directory.resolve("worker-" + worker);
            workers.add(threads.submit(() -> {
                try (Spool mine = Spool.over(store, own, 1 << 30, 2, InstantSource.system())) {
                    LogUpkeep one = new LogUpkeep(store, mine, duckDb, clock);
                    while (!over.get()) {
                        for (Instant hour : one.due(MODEL)) {
                            try {
                                one.compact(MODEL, hour, Duration.ZERO);
                                one.erase(MODEL, hour, one.idsOf(MODEL, hour, "ada"), "erasure");
                            } catch (VanishedFileException retried) {
                                // The other worker was faster; the next round lists anew, as a retried activity does.
                                assertThat(retried).hasMessageContaining("Cannot");
                            }
                        }
                    }
                }
                return null;
            }));
        }
        Future<Integer> looks = threads.submit(() -> {
            int count = 0;
            try (Spool mine = Spool.over(store, directory.resolve("reader"), 1 << 30, 2, InstantSource.system())) {
                LogReader reader = reader(mine);
                while (!over.get()) {
                    Set<String> before = new HashSet<>(written);
                    List<String> seen = Arrays.asList(
                            reader.read(query(FIRST_DAY, Optional.empty())).ids());
                    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
                    count++;
                }
            }
            return count;
        });
        gateway.write(List.of(row("new", 90)));
        for (int file = 0; file < 25; file++) {
            int hour = random.nextInt(3);
            String name = "r" + file;
            List<LoggedPrediction> rows = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(index -> row(name + "-" + index, hour))
                    .toList();
            List<LoggedPrediction> withAda = new ArrayList<>(rows);
            withAda.add(row(name + "@ada", hour));
            gateway.write(withAda);
            rows.forEach(row -> written.add(row.id()));
        }
        over.set(true);
        for (Future<?> worker : workers) {
            worker.get();
        }
        assertThat(looks.get()).isPositive();
        threads.shutdown();
        for (Instant hour : upkeep.before(MODEL, FIRST_DAY.to())) {
            upkeep.erase(MODEL, hour, upkeep.idsOf(MODEL, hour, "ada"), "erasure");
            upkeep.compact(MODEL, hour, Duration.ZERO);
        }
        assertThat(read(FIRST_DAY)).containsExactlyInAnyOrderElementsOf(written);
        assertThat(keys("editions/").size()).isGreaterThan(3);
    }

    private void compactAndSweep() {
        for (int round = 0; round < 2; round++) {
            for (Instant hour : upkeep.due(MODEL)) {
                upkeep.compact(MODEL, hour, GRACE);
            }
            clock.advance(GRACE);
        }
    }

    private List<String> read(TimeWindow window) {
        return Arrays.asList(reader(spool).read(query(window, Optional.empty())).ids());
    }

    private LogReader reader(Spool copies) {
        return new LogReader(store, copies, duckDb);
    }

    private static LogQuery query(TimeWindow window, Optional<Instant> matureBefore) {
        return new LogQuery(MODEL, SCHEMA, window, matureBefore);
    }

    private List<String> keys(String prefix) {
        return store.list(prefix, "", 1000);
    }

    private Set<String> everyIdInTheStore() {
        Set<String> ids = new HashSet<>();
        for (String key : keys("")) {
            if (key.endsWith(".parquet")) {
                Path copy = directory.resolve("any.parquet");
                store.download(key, copy);
                duckDb.query("read " + key, "SELECT _prediction_id FROM " + Sql.parquet(List.of(copy)), rows -> {
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                    return ids;
                });
            }
        }
        return ids;
    }

    private static LoggedPrediction row(String id, int hours) {
        return LoggedPrediction.of(id, START.plus(Duration.ofHours(hours)), 0.25, 1, Map.of("temp", 3.5));
    }
}
