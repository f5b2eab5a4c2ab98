package dev.perennial.serving.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reaches the store through lost answers, refusals, restarts and gateways that share a name. */
@Timeout(120)
class LogShipperTest {
    private static final ShipperSettings BY_HAND =
            new ShipperSettings(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    private static final FeatureSchema SCHEMA =
            new FeatureSchema(List.of(new NumberFeature("temp", Presence.OPTIONAL, Optional.empty())));
    private static final LogColumns COLUMNS = LogColumns.of(new ModelName("flight-delay"), SCHEMA);
    private static final long HOUR = 3_600_000;

    @TempDir
    Path directory;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final AtomicInteger faults = new AtomicInteger();

    private WriteAheadLog log(String name, long epoch) {
        return WriteAheadLog.open(new WalSettings(
                directory.resolve(name), "gw1", epoch, Durability.WRITTEN, 1024, 1 << 26, Duration.ofMillis(20)));
    }

    private static void append(WriteAheadLog log, FrameBuffer frames) {
        log.append(frames.take(), new AppendListener() {
            @Override
            public void durable() {
                // As it should be.
            }

            @Override
            public void failed(IOException reason) {
                throw new AssertionError(reason);
            }
        });
    }

    private static List<String> append(WriteAheadLog log, int rows, SplittableRandom random) {
        List<String> ids = new ArrayList<>();
        FrameBuffer frames = new FrameBuffer().putBytes(COLUMNS.record());
        for (int row = 0; row < rows; row++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            ids.add(id.toString());
            new LoggedPrediction(id, HOUR * random.nextInt(3), 1, 1, Arm.CHAMPION, null, 0.5, 0, Double.NaN, 1, null)
                    .encode(COLUMNS, new FeatureRow(SCHEMA).setNumber(0, row), frames);
        }
        append(log, frames);
        return ids;
    }

    /* A store whose creations fail as the source of chance says: before or after they happened, or for want of a right. */
    private ObjectStore faulty(SplittableRandom random, int oneIn) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    boolean strikes = method.getName().equals("create") && random.nextInt(oneIn) == 0;
                    boolean before = random.nextBoolean();
                    if (strikes && before) {
                        faults.incrementAndGet();
                        throw random.nextBoolean()
                                ? new StoreUnavailableException("Cannot create: lost (test)", new IOException("lost"))
                                : new IllegalStateException("denied (test)");
                    }
                    try {
                        Object result = method.invoke(objects, arguments);
                        if (strikes) {
                            faults.incrementAndGet();
                            throw new StoreUnavailableException("Cannot tell: lost (test)", new IOException("lost"));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private List<String> found() throws Exception {
        return rows("SELECT _prediction_id FROM LOG").stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    private List<List<@Nullable Object>> rows(String query) throws Exception {
        Path copy = Files.createTempDirectory(directory, "copy");
        for (String key : objects.list("predictions/", "", 10_000)) {
            Path target = copy.resolve(key);
            Files.createDirectories(target.getParent());
            Files.write(target, objects.read(key).orElseThrow());
        }
        return Sql.rows(copy, "predictions/**/*.parquet", query);
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void everyRowIsThereOnceWhateverAnswersWereLost(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ObjectStore store = faulty(random, 3);
        List<String> ids = new ArrayList<>();
        for (int epoch = 1; epoch <= 4; epoch++) {
            try (WriteAheadLog log = log("wal", epoch);
                    LogShipper shipper = LogShipper.start(log, store, BY_HAND, () -> {})) {
                for (int append = 0; append < 5; append++) {
                    ids.addAll(append(log, 1 + random.nextInt(20), random));
                    shipper.flush();
                }
                // What is left of this start is shipped by the next.
            }
        }
        try (WriteAheadLog log = log("wal", 9);
                LogShipper shipper = LogShipper.start(log, objects, BY_HAND, () -> {})) {
            assertThat(shipper.flush()).isTrue();
            assertThat(log.statistics().bytesOnDisk()).isZero();
        }
        assertThat(faults).hasPositiveValue();
        assertThat(found()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aShipperThatMeetsTheUnexpectedGoesOn() {
        AtomicInteger refusals = new AtomicInteger();
        ObjectStore denying = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (refusals.incrementAndGet() <= 3) {
                        throw new IllegalStateException("denied (test)");
                    }
                    return method.invoke(objects, arguments);
                });
        Duration soon = Duration.ofMillis(5);
        try (WriteAheadLog log = log("wal", 1);
                LogShipper shipper = LogShipper.start(log, denying, new ShipperSettings(soon, soon, soon), () -> {})) {
            append(log, 3, new SplittableRandom(1));
            Eventually.within(
                    Duration.ofSeconds(30),
                    "the segment is shipped all the same",
                    () -> shipper.statistics().segments() == 1);
            assertThat(shipper.statistics().failures()).isEqualTo(3);
        }
    }

    @Test
    void twoGatewaysThatShareANameLoseNothing() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        List<String> ids = new ArrayList<>();
        // A data directory that was copied: the same instance, the same epoch, the same segment, other rows.
        for (String copy : List.of("first", "second", "third")) {
            try (WriteAheadLog log = log(copy, 1);
                    LogShipper shipper = LogShipper.start(log, objects, BY_HAND, () -> {})) {
                ids.addAll(append(log, 6, random));
                assertThat(shipper.flush()).isTrue();
                assertThat(shipper.statistics().foreign() > 0).isEqualTo(!copy.equals("first"));
            }
        }
        assertThat(found()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(objects.list("predictions/", "", 100))
                .allMatch(key -> key.matches(".*/gw1-000001-[0-9]+[.]parquet"));
    }

    @Test
    void anObjectOfTheSameRowsInOtherBytesIsTheSameObject() throws Exception {
        try (WriteAheadLog log = log("wal", 1)) {
            append(log, 6, new SplittableRandom(5));
            log.seal();
            SegmentFiles files =
                    new SegmentFiles(log.content(log.sealedSegments().get(0)), new Pace(() -> true));
            for (SegmentFiles.LogFile file : files.files()) {
                // As a release that wrote no digest would have left it.
                String older = new String(file.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .replace("perennial.records", "perennial_records");
                assertThat(objects.create(file.key(), older.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                        .isEqualTo(CreateOutcome.CREATED);
            }
            int before = objects.list("predictions/", "", 100).size();
            try (LogShipper shipper = LogShipper.start(log, objects, BY_HAND, () -> {})) {
                assertThat(shipper.flush()).isTrue();
                assertThat(shipper.statistics().foreign()).isZero();
            }
            assertThat(objects.list("predictions/", "", 100)).hasSize(before);
        }
    }

    @Test
    void aRecordThatCannotBeUnderstoodIsSetAsideAndTheOthersAreShipped() throws Exception {
        try (WriteAheadLog log = log("wal", 1);
                LogShipper shipper = LogShipper.start(log, objects, BY_HAND, () -> {})) {
            FrameBuffer strange = new FrameBuffer();
            strange.begin(LoggedPrediction.TYPE).putInt(1 << 30).end();
            strange.begin((byte) 99).putText("of a later release").end();
            append(log, strange);
            List<String> ids = append(log, 4, new SplittableRandom(5));
            assertThat(shipper.flush()).isTrue();
            assertThat(found()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(shipper.statistics().unreadable()).isEqualTo(2);
            try (var kept = Files.list(directory.resolve("wal"))) {
                assertThat(kept.filter(file -> file.toString().endsWith(".unreadable")))
                        .hasSize(1);
            }
        }
    }

    @Test
    void aPairingThatCameAfterTheSealIsFoundInTheSegmentBehind() throws Exception {
        UUID id = new UUID(7, 8);
        try (WriteAheadLog log = log("wal", 1)) {
            FrameBuffer frames = new FrameBuffer().putBytes(COLUMNS.record());
            new LoggedPrediction(id, HOUR, 1, 1, Arm.CHAMPION, null, 0.5, 2, Double.NaN, 1, null)
                    .encode(COLUMNS, new FeatureRow(SCHEMA).setNumber(0, 1), frames);
            append(log, frames);
            log.seal();
            try (LogShipper shipper = LogShipper.start(log, objects, BY_HAND, () -> append(log, pairing(id)))) {
                assertThat(shipper.flush()).isTrue();
            }
        }
        assertThat(rows("SELECT _score, _paired_version, _paired_score FROM LOG"))
                .containsExactly(List.of(0.5, 2, 0.75));
    }

    private static FrameBuffer pairing(UUID id) {
        FrameBuffer frames = new FrameBuffer();
        frames.begin(LoggedPairing.TYPE)
                .putText("flight-delay")
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(HOUR)
                .putInt(2)
                .putDouble(0.75)
                .end();
        return frames;
    }
}
