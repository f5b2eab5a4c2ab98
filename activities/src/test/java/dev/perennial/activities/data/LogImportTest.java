package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.activities.data.ImportOutcome.UnfitRow;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogImportTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final ModelSpec SPEC = ModelSpecReader.read("""
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: flights, owner: ops@example.org}
            spec:
              task: binary-classification
              features:
                - {name: temp, type: number}
                - {name: carrier, type: category}
                - {name: dep_hour, type: number, required: true}
              label: {name: late, positive: "yes", arrives: {matureAfter: P2D}}
            """);
    private static final ImportColumns COLUMNS = new ImportColumns("id", "event_time", "score", "late");
    private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");
    private static final String PREDICTIONS = """
            id,event_time,score,version,carrier,temp,dep_hour,noise
            é-7,2013-03-01T00:00:00Z,0.25,xgb-1,UA,3.5,7,x
            b,2013-03-01 01:30:00+01,0.75,xgb-1,007,,8,x
            c,2013-03-01T05:00:00.5Z,0.5,,"it's, ""so""\",-1e3,9,x
            """;

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private Instant now = START.plus(Duration.ofDays(9));
    private DuckDb duckDb;
    private Spool spool;
    private LogImport imports;
    private LogReader reader;

    @BeforeEach
    void open() {
        DuckDbSettings bounds = new DuckDbSettings(256, 1, directory.resolve("duckdb"));
        duckDb = DuckDb.open(bounds);
        spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 4, InstantSource.system());
        imports = new LogImport(store, spool, bounds, () -> now);
        reader = new LogReader(store, spool, duckDb);
    }

    @AfterEach
    void close() {
        spool.close();
        duckDb.close();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private LoggedRows joined() {
        return reader.read(new LogQuery(
                MODEL,
                FeatureSchemas.of(SPEC),
                new TimeWindow(START.minus(Duration.ofDays(1)), START.plus(Duration.ofDays(30))),
                Optional.empty()));
    }

    @Test
    void rowsWithTheirOwnIdsLieInTheLogLikeAGateways() throws IOException {
        ImportOutcome labels =
                imports.labels(SPEC, file("labels.csv", "id,event_time,late\né-7,2013-03-01T00:00:00Z,yes\n"), COLUMNS);
        assertThat(labels.unmatched()).as("its prediction is not there yet").hasValue(1L);
        ImportOutcome outcome = imports.predictions(SPEC, file("predictions.csv", PREDICTIONS), COLUMNS);

        assertThat(outcome.rows()).isEqualTo(3);
        assertThat(outcome.added()).isEqualTo(3);
        assertThat(outcome.files()).isEqualTo(2);
        assertThat(outcome.first()).hasValue(START);
        assertThat(outcome.last()).hasValue(START.plusMillis(18_000_500));
        LoggedRows rows = joined();
        // The same digits as a gateway's: dev.perennial.serving.ids.OwnIds has this one in its test.
        assertThat(rows.ids()[0]).isEqualTo("013d233f-8c00-801b-8b57-444999d58e85");
        assertThat(rows.eventTimes())
                .containsExactly(
                        EpochMicros.of(START),
                        EpochMicros.of(START.plus(Duration.ofMinutes(30))),
                        EpochMicros.of(START.plusMillis(18_000_500)));
        assertThat(rows.scores()).containsExactly(0.25, 0.75, 0.5);
        assertThat(rows.labels()).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(rows.versions()).containsOnly(0);
        assertThat(rows.arms()).containsOnly(LoggedRows.Arm.EXTERNAL);
        assertThat(rows.features().numbers(0)).containsExactly(3.5, Double.NaN, -1000);
        assertThat(rows.features().categories(1)).containsExactly("UA", "007", "it's, \"so\"");
        assertThat(new Watermark(store).of(MODEL, Duration.ZERO)).hasValue(START.plus(Duration.ofHours(5)));
    }

    @Test
    void theSameRowsAddNothingAndOverlappingOnesOnlyWhatIsNew() throws IOException {
        Path file = file(
                "predictions.csv",
                PREDICTIONS + PREDICTIONS.lines().skip(1).findFirst().orElseThrow() + "\n");
        ImportOutcome first = imports.predictions(SPEC, file, COLUMNS);
        assertThat(first.repeated()).isEqualTo(1);
        assertThat(first.added()).isEqualTo(3);
        now = now.plusSeconds(60);
        ImportOutcome again = imports.predictions(SPEC, file, COLUMNS);
        assertThat(again.added()).isZero();
        assertThat(again.known()).isEqualTo(3);
        assertThat(again.files()).isZero();
        String more = PREDICTIONS + "d,2013-03-01T00:59:59Z,0.1,,AA,1,10,x\n";
        ImportOutcome overlapping = imports.predictions(SPEC, file("more.csv", more), COLUMNS);
        assertThat(overlapping.added()).isEqualTo(1);
        assertThat(StoreListing.all(store, "predictions/")).hasSize(3);
        assertThat(joined().size()).isEqualTo(4);
    }

    @Test
    void namesRowsThatDoNotFitAndKeepsTheOthers() throws IOException {
        ImportOutcome outcome =
                imports.predictions(SPEC, file("bad.jsonl", """
                        {"key":"a","at":"2013-03-01T00:00:00Z","p":0.5,"dep_hour":1,"temp":1}
                        {"key":"","at":"2013-03-01T00:00:00Z","p":0.5,"dep_hour":1,"temp":1}
                        {"key":"c","at":"noon","p":0.5,"dep_hour":1,"temp":1}
                        {"key":"d","at":"2013-03-01T00:00:00Z","p":1.5,"dep_hour":1,"temp":1}
                        {"key":"e","at":"2013-03-01T00:00:00Z","p":null,"dep_hour":1,"temp":1}
                        {"key":"f","at":"2013-03-01T00:00:00Z","p":0.5,"temp":1}
                        {"key":"g","at":"2013-03-01T00:00:00Z","p":0.5,"dep_hour":1,"temp":"warm"}
                        {"key":"h","at":"1912-03-01T00:00:00Z","p":0.5,"dep_hour":1,"temp":1}
                        {"key":"i","at":"2013-03-01T00:00:00Z","p":0.5,"dep_hour":1,"temp":null}
                        """), new ImportColumns("key", "at", "p", ""));
        assertThat(outcome.added()).isEqualTo(2);
        assertThat(outcome.unfit()).isEqualTo(7);
        assertThat(outcome.reasons())
                .containsExactly(
                        new UnfitRow(2, "key is not of 1 to 128 characters"),
                        new UnfitRow(3, "at is no time since 1970 such as 2013-03-01T10:05:00Z"),
                        new UnfitRow(4, "p is no probability from 0 to 1"),
                        new UnfitRow(5, "p is no finite number"),
                        new UnfitRow(6, "dep_hour is missing, the model requires this feature"),
                        new UnfitRow(7, "temp is no finite number"),
                        new UnfitRow(8, "at is no time since 1970 such as 2013-03-01T10:05:00Z"));
    }

    @Test
    void refusesAFileThatLacksAColumnOrCannotBeRead() throws IOException {
        Path file = file("short.csv", "id,score\n1,0.5\n");
        assertThatThrownBy(() -> imports.predictions(SPEC, file, COLUMNS))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("Invalid file " + file + ": columns [event_time, dep_hour] are missing, it has [id, score];"
                        + " name others by --id, --time, --score and --label");
        Path broken = file("broken.jsonl", "{\"id\":1\n");
        assertThatThrownBy(() -> imports.labels(SPEC, broken, COLUMNS)).isInstanceOf(InvalidTableException.class);
        assertThat(StoreListing.all(store, "")).isEmpty();
    }

    @Test
    void theHighestRevisionStandsAndAChangeOfMindIsKept() throws IOException {
        imports.predictions(SPEC, file("predictions.csv", PREDICTIONS), COLUMNS);
        String head = "id,event_time,late,revision\n";
        String time = ",2013-03-01T00:00:00Z,";
        ImportOutcome first =
                imports.labels(SPEC, file("1.csv", head + "é-7" + time + "no,\né-7" + time + "0,2\n"), COLUMNS);
        assertThat(first.reasons()).containsExactly(new UnfitRow(1, "late is neither yes, 0 nor 1"));
        assertThat(first.unmatched()).hasValue(0L);
        assertThat(labelOfTheFirst()).isZero();
        // Known later, but an older revision.
        now = now.plusSeconds(60);
        imports.labels(SPEC, file("2.csv", head + "é-7" + time + "yes,1\n"), COLUMNS);
        assertThat(labelOfTheFirst()).isZero();
        imports.labels(SPEC, file("3.csv", head + "é-7" + time + "yes,3\n"), COLUMNS);
        assertThat(labelOfTheFirst()).isEqualTo(1);
        assertThat(imports.labels(SPEC, directory.resolve("3.csv"), COLUMNS).added())
                .isZero();
        assertThat(imports.labels(SPEC, directory.resolve("2.csv"), COLUMNS).added())
                .isZero();

        String plain = "id,event_time,late\nb,2013-03-01T00:30:00Z,";
        for (String label : new String[] {"1", "0", "1"}) {
            now = now.plusSeconds(60);
            Path file = file("plain.csv", plain + label + "\n");
            assertThat(imports.labels(SPEC, file, COLUMNS).added()).as(label).isEqualTo(1);
            assertThat(imports.labels(SPEC, file, COLUMNS).added()).isZero();
            assertThat(joined().labels()[1]).isEqualTo(Double.parseDouble(label));
        }
    }

    private double labelOfTheFirst() {
        return joined().labels()[0];
    }

    @Test
    void takesManyRowsInLittleMemory() throws IOException {
        StringBuilder csv = new StringBuilder("id,event_time,score,dep_hour\n");
        int rows = 200_000;
        for (int row = 0; row < rows; row++) {
            csv.append(String.format(
                    Locale.ROOT, "r%d,%s,0.%d,%d%n", row, START.plusSeconds(row % 86_400), row % 10, row % 24));
        }
        Path file = file("many.csv", csv.toString());
        assertThat(imports.predictions(SPEC, file, COLUMNS).added()).isEqualTo(rows);
        assertThat(imports.predictions(SPEC, file, COLUMNS).known()).isEqualTo(rows);
        assertThat(StoreListing.all(store, "predictions/")).hasSize(24);
    }
}
