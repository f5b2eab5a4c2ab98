package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingExtractTest {
    private static final TimeWindow MARCH = TimeWindow.parse("2013-03-01T00:00Z/P31D");
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new NumberFeature("temp", Presence.OPTIONAL, Optional.empty()),
            new CategoryFeature("carrier", Presence.REQUIRED, 10),
            new NumberFeature("wind", Presence.OPTIONAL, Optional.empty())));

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ObjectStoreRegistry registry = new ObjectStoreRegistry(store, InstantSource.system());
    private DuckDb duckDb;
    private Spool spool;
    private TrainingExtract extract;

    @BeforeEach
    void open() {
        duckDb = DuckDb.open(new DuckDbSettings(256, 1, directory.resolve("duckdb")));
        spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 2, InstantSource.system());
        extract = new TrainingExtract(registry, new LogReader(store, spool, duckDb), spool, duckDb);
    }

    @AfterEach
    void close() {
        spool.close();
        duckDb.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER", "DOUBLE", "VARCHAR", "DECIMAL(4,1)"})
    void aPositiveLabelIsFoundWhateverTheColumnsType(String type) {
        Digest table = table("SELECT * FROM (VALUES (timestamp '2013-03-02 00:00:00', CAST('1' AS " + type
                + "), 3.5, 'AA'), (timestamp '2013-03-01 00:00:00', CAST('0' AS " + type
                + "), 'inf'::DOUBLE, 'BB'), (timestamp '2013-03-03 00:00:00', NULL, 1.0, 'CC'))"
                + " t(event_time, late, temp, carrier)");

        TrainingRows rows = extract.read(query(table));

        assertThat(rows.labels()).containsExactly(0.0, 1.0);
        assertThat(rows.features().categories(1)).containsExactly("BB", "AA");
        assertThat(rows.features().numbers(0)).containsExactly(Double.NaN, 3.5);
        assertThat(rows.features().numbers(2)).containsOnly(Double.NaN);
    }

    @Test
    void rowsComeBackFromAFileAsTheyWere() {
        Digest table = table("SELECT make_timestamptz(1362096000000000 + i * 7919 % 1000 * 1000000) AS event_time,"
                + " i % 3 = 0 AS late, CASE WHEN i % 5 > 0 THEN i / 7 END AS temp, 'c' || (i % 4) AS carrier,"
                + " i * 0.1 AS wind FROM range(5000) r(i)");
        TrainingRows rows = extract.read(new TrainingQuery(
                new ModelName("flights"),
                SCHEMA,
                new LabelSpec("late", "true", Duration.ofHours(1), Duration.ofDays(2)),
                MARCH,
                List.of(table),
                TrainingQuery.Log.LEFT_OUT,
                Optional.empty()));
        Path file = directory.resolve("rows.parquet");
        extract.write(rows, file);

        TrainingRows back = extract.read(file, SCHEMA);

        assertThat(rows.size()).isEqualTo(5000);
        assertThat(back.ids()).isEqualTo(rows.ids());
        assertThat(back.eventTimes()).isEqualTo(rows.eventTimes()).isSorted();
        assertThat(back.digest()).isEqualTo(rows.digest());
        assertThat(back.newest(10).ids()).hasSize(10).endsWith(rows.ids()[4999]);
    }

    @Test
    void aRequiredColumnThatIsMissingIsNamed() {
        Digest table = table("SELECT timestamp '2013-03-02 00:00:00' AS event_time, 1 AS late, 2 AS temp");

        assertThatThrownBy(() -> extract.read(query(table)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("Invalid table " + table.abbreviated()
                        + ": columns [carrier] are missing, it has [event_time, late, temp]");
    }

    private Digest table(String select) {
        Path file = directory.resolve("table.parquet");
        duckDb.execute(
                "write a test table", "COPY (" + select + ") TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
        return registry.putBlob(file);
    }

    private static TrainingQuery query(Digest table) {
        return new TrainingQuery(
                new ModelName("flights"),
                SCHEMA,
                new LabelSpec("late", "1", Duration.ofHours(1), Duration.ofDays(2)),
                MARCH,
                List.of(table),
                TrainingQuery.Log.LEFT_OUT,
                Optional.empty());
    }
}
