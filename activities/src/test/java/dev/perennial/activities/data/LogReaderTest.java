package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new NumberFeature("temp", Presence.OPTIONAL, Optional.empty()),
            new CategoryFeature("carrier", Presence.OPTIONAL, 10)));

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private DuckDb duckDb;
    private Spool spool;
    private LogReader reader;
    private GatewayLog gateway;

    @BeforeEach
    void open() {
        duckDb = DuckDb.open(new DuckDbSettings(512, 2, directory.resolve("duckdb")));
        spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 4, InstantSource.system());
        reader = new LogReader(store, spool, duckDb);
        gateway = new GatewayLog(store, MODEL, "gw-1", directory, duckDb);
    }

    @AfterEach
    void close() {
        spool.close();
        duckDb.close();
    }

    @Test
    void joinsEachPredictionOnceWithItsNewestLabel() {
        LoggedPrediction first = row("a", Duration.ZERO, 0);
        LoggedPrediction second = row("b", Duration.ofMinutes(90), 0);
        gateway.write(List.of(first, second));
        gateway.write(List.of(first));
        gateway.writeLabels(List.of(relabelled(second, 1, Duration.ofHours(9))));
        gateway.writeLabels(List.of(relabelled(second, 0, Duration.ofHours(1))));

        LoggedRows rows = reader.read(query(TimeWindow.startingAt(START, Duration.ofDays(1)), Optional.empty()));

        assertThat(rows.ids()).containsExactly("a", "b");
        assertThat(rows.labels()).containsExactly(0.0, 1.0);
        assertThat(rows.scores()).containsExactly(0.25, 0.25);
        assertThat(rows.eventTimes())
                .containsExactly(EpochMicros.of(START), EpochMicros.of(START.plus(Duration.ofMinutes(90))));
        assertThat(rows.arms()).containsOnly(LoggedRows.Arm.CHAMPION);
        assertThat(rows.features().numbers(0)).containsExactly(3.5, 3.5);
        assertThat(rows.features().categories(1)).containsExactly("AA", "AA");
    }

    @Test
    void cutsTheWindowToTheMicrosecondAndKeepsRowsWithoutLabels() {
        gateway.write(List.of(
                row("before", Duration.ofHours(1).minusNanos(1000), 1),
                row("first", Duration.ofHours(1), 1),
                row("last", Duration.ofHours(30).minusNanos(1000), 1).unlabelled(),
                row("after", Duration.ofHours(30), 1)));

        LoggedRows rows = reader.read(query(
                new TimeWindow(START.plus(Duration.ofHours(1)), START.plus(Duration.ofHours(30))), Optional.empty()));

        assertThat(rows.ids()).containsExactly("first", "last");
        assertThat(rows.labelled(0)).isTrue();
        assertThat(rows.labelled(1)).isFalse();
        assertThat(rows.labelledCount()).isEqualTo(1);
    }

    @Test
    void missingValuesAndFeaturesThatTheLogDoesNotHaveAreMissing() {
        gateway.write(List.of(LoggedPrediction.of("a", START, 0.5, 1, Map.of("temp", Double.NaN))));

        LoggedRows rows = reader.read(query(TimeWindow.startingAt(START, Duration.ofDays(1)), Optional.empty()));

        assertThat(rows.features().numbers(0)).containsExactly(Double.NaN);
        assertThat(rows.features().categories(1)).containsExactly((String) null);
    }

    @Test
    void anEmptyWindowHasNoRows() {
        assertThat(reader.read(query(TimeWindow.startingAt(START, Duration.ofDays(3)), Optional.of(START)))
                        .size())
                .isZero();
    }

    @Test
    void aMatureDayIsReadFromItsStoredJoinUntilALateSegmentComes() {
        List<LoggedPrediction> day = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            day.add(row("r" + hour, Duration.ofHours(hour), hour % 2));
        }
        gateway.write(day);
        LogQuery query =
                query(TimeWindow.startingAt(START, Duration.ofDays(1)), Optional.of(START.plus(Duration.ofDays(1))));
        LoggedRows direct = reader.read(query(TimeWindow.startingAt(START, Duration.ofDays(1)), Optional.empty()));

        LoggedRows joined = reader.read(query);
        List<String> stored = store.list("joined/", "", 10);
        LoggedRows again = withFreshSpool(query);

        assertThat(stored)
                .hasSize(2)
                .allMatch(key -> key.matches("joined/model=flights/dt=2013-03-01/day-[0-9a-f]{64}\\.(json|parquet)"));
        assertThat(joined.ids()).isEqualTo(direct.ids());
        assertThat(again.labels()).isEqualTo(direct.labels());

        gateway.writeLabels(List.of(relabelled(day.get(0), 1, Duration.ofDays(5))));
        assertThat(reader.read(query).labels()[0]).isEqualTo(1.0);
        assertThat(withFreshSpool(query).labels()[0]).isEqualTo(1.0);
        assertThat(reader.read(query).ids()).isEqualTo(direct.ids());
        assertThat(store.list("joined/", "", 10))
                .as("the late label's hour alone is joined anew")
                .hasSize(3)
                .anyMatch(key -> key.startsWith("joined/model=flights/dt=2013-03-01/hour=00/"));
    }

    private LoggedRows withFreshSpool(LogQuery query) {
        try (Spool fresh = Spool.over(store, directory.resolve("other"), 1 << 30, 4, InstantSource.system())) {
            return new LogReader(store, fresh, duckDb).read(query);
        }
    }

    private static LogQuery query(TimeWindow window, Optional<Instant> matureBefore) {
        return new LogQuery(MODEL, SCHEMA, window, matureBefore);
    }

    private static LoggedPrediction row(String id, Duration after, double label) {
        return LoggedPrediction.of(id, START.plus(after), 0.25, label, Map.of("temp", 3.5, "carrier", "AA"));
    }

    private static LoggedPrediction relabelled(LoggedPrediction row, double label, Duration delay) {
        return new LoggedPrediction(
                row.id(),
                row.eventTime(),
                row.version(),
                row.arm(),
                row.score(),
                row.pairedVersion(),
                row.pairedScore(),
                row.error(),
                Optional.of(label),
                delay,
                row.features());
    }
}
