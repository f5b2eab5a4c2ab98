package dev.perennial.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.ImportColumns;
import dev.perennial.activities.data.ImportOutcome;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.activities.data.LogImport;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LogReader;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.Spool;
import dev.perennial.activities.data.TrainingExtract;
import dev.perennial.activities.data.TrainingQuery;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.serving.gateway.Gateway;
import dev.perennial.serving.gateway.GatewaySettings;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.SharedStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that says a quantity, and one that says one of several classes, from a request over a real store to the rows that
 * a training would read: through a gateway, and beside it what another server said and knew.
 */
@Timeout(180)
class EveryTaskIsLoggedTest {
    private static final ModelName MODEL = new ModelName("every-task");
    private static final String PATH = "/v2/models/every-task";
    private static final String TIME = "2013-03-01T10:00:00Z";
    private static final TimeWindow DAY = TimeWindow.parse("2013-03-01T00:00Z/P1D");
    private static final String QUANTITY = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: every-task, owner: ops@example.org}
            spec:
              task: regression
              features: [{name: clock, type: number, required: true}]
              label: {name: riders, arrives: {matureAfter: P1D}}
            """;
    private static final String CLASSES = QUANTITY.replace("regression", "multiclass-classification")
            .replace("riders,", "load, classes: [low, middle, it's high],");

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(environment()));
    private final Registry registry = new ObjectStoreRegistry(store, clock);

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(SharedStore.get().environment());
        environment.put("PERENNIAL_PREFIX", SharedStore.freshPrefix("every-task") + "/");
        return environment;
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aQuantityComesThrough() throws IOException {
        ModelSpec spec = serve(QUANTITY, 100);
        try (Gateway gateway = start(1)) {
            String first = predicted(gateway, 1.5);
            predicted(gateway, 4);
            label(gateway, first, "260");
            assertThat(gateway.flush()).isTrue();
        }
        try (Log log = new Log(spec)) {
            ImportOutcome labels = log.imports.labels(
                    spec,
                    file("labels.csv", "id,event_time,riders\na," + TIME + ",-12.5\nb," + TIME + ",many\n"),
                    log.columns);
            assertThat(labels.reasons()).extracting(row -> row.reason()).containsExactly("riders is no finite number");
            ImportOutcome predictions = log.imports.predictions(
                    spec, file("predictions.csv", "id,event_time,score,clock\na," + TIME + ",-40,9\n"), log.columns);
            assertThat(predictions.added()).isEqualTo(1);

            LoggedRows rows = log.read(spec);
            assertThat(sorted(rows.scores())).containsExactly(-40, 250, 500);
            assertThat(rows.labelledCount()).isEqualTo(2);
            assertThat(rows.foreignLabels()).isZero();
            TrainingRows training = log.extract(spec, List.of());
            assertThat(training.features().numbers(0)).containsExactlyInAnyOrder(1.5, 9);
            assertThat(sorted(training.labels())).containsExactly(-12.5, 260);
            assertThat(log.readBack(training).labels()).containsExactly(training.labels());
        }
    }

    @Test
    void aClassComesThroughWithTheProbabilityOfEach() throws IOException {
        ModelSpec spec = serve(CLASSES, 0, 1, 2);
        try (Gateway gateway = start(1)) {
            String first = predicted(gateway, 0.5);
            label(gateway, first, "\"it's high\"");
            assertThat(gateway.flush()).isTrue();
        }
        try (Log log = new Log(spec)) {
            ImportOutcome labels = log.imports.labels(
                    spec,
                    file("labels.csv", "id,event_time,load\na," + TIME + ",middle\nb," + TIME + ",High\n"),
                    log.columns);
            assertThat(labels.reasons())
                    .extracting(row -> row.reason())
                    .containsExactly("load is none of the classes low, middle, it's high");
            ImportOutcome predictions = log.imports.predictions(
                    spec,
                    file(
                            "predictions.csv",
                            "id,event_time,score_low,score_middle,score_it's high,class,clock\n"
                                    + "a," + TIME + ",0.2,0.3,0.5,middle,9\n"
                                    + "c," + TIME + ",0.2,0.3,0.4,middle,9\n"
                                    + "d," + TIME + ",0.2,-0.3,1.1,middle,9\n"
                                    + "e," + TIME + ",0.2,0.3,0.5,Middle,9\n"),
                    log.columns);
            assertThat(predictions.reasons())
                    .extracting(row -> row.reason())
                    .containsExactly(
                            "the probabilities of the classes are not 1 together",
                            "score_middle is no probability from 0 to 1",
                            "class is none of the classes low, middle, it's high");

            LoggedRows rows = log.read(spec);
            assertThat(sorted(rows.labels())).containsExactly(1, 2);
            assertThat(sorted(rows.scores()))
                    .satisfies(scores -> assertThat(scores[0]).isEqualTo(0.3));
            TrainingRows training = log.extract(spec, List.of());
            assertThat(training.labels()).containsExactlyInAnyOrder(1, 2);
            assertThat(log.readBack(training).labels()).containsExactly(training.labels());
        }
    }

    @Test
    void aTableWhoseLabelsAreNoneIsRefused() throws SQLException {
        ModelSpec quantity = serve(QUANTITY, 100);
        try (Log log = new Log(quantity)) {
            Digest words = log.table("SELECT 1.0::DOUBLE AS clock, 'many' AS riders, now() AS event_time");
            Digest numbers = log.table("SELECT 1.0::DOUBLE AS clock, '17' AS riders,"
                    + " '2013-03-01 10:00:00+00'::TIMESTAMPTZ AS event_time");
            assertThat(log.extract(quantity, List.of(numbers)).labels()).containsExactly(17);
            assertThatThrownBy(() -> log.extract(quantity, List.of(words)))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessage(
                            "Invalid table " + words.abbreviated() + ": column riders of 1 row is no finite number");
        }
    }

    private ModelSpec serve(String file, double... biases) {
        ModelSpec spec = registry.applySpec(file, "apply", Actor.user("ada")).spec();
        byte[] model = CompiledModelFormat.write(new LinearModel(
                FeatureSchemas.of(spec),
                spec.outputs(),
                DoubleStream.of(biases)
                        .mapToObj(
                                bias -> new LinearModel.Margin(bias, List.of(new LinearTerm.NumberTerm(0, 1, bias, 0))))
                        .toList()));
        Digest none = Digest.of("none");
        VersionManifest manifest = new VersionManifest(
                new ModelVersion(MODEL, 1),
                new CandidateRecipe("linear", new TreeMap<>()),
                registry.putBlob(model),
                model.length,
                none,
                none,
                none,
                TimeWindow.parse("2013-01-01T00:00Z/P30D"),
                100,
                none,
                "run-1",
                1,
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                Instant.EPOCH);
        append(
                TimelineKind.VERSION_REGISTERED,
                new RegistryChange.VersionRegistered(1, registry.putDocument(manifest), "run-1"));
        append(TimelineKind.CHAMPION_PROMOTED, new RegistryChange.ChampionPromoted(1));
        return spec;
    }

    private void append(TimelineKind kind, RegistryChange change) {
        registry.append(
                MODEL,
                kind.word(),
                state -> new EntryDraft(
                        kind, Actor.system("test"), Optional.empty(), kind.word(), change, Evidence.none()));
    }

    private Gateway start(int champion) {
        Gateway gateway =
                Gateway.start(GatewaySettings.in(directory.resolve("gateway")).withPort(0), registry, store, clock);
        Eventually.within(
                Duration.ofSeconds(60),
                "version " + champion + " is served",
                () -> get(gateway, PATH + "/ready") == 200);
        return gateway;
    }

    private int get(Gateway gateway, String path) {
        return send(HttpRequest.newBuilder(uri(gateway, path)).GET().build()).statusCode();
    }

    private String predicted(Gateway gateway, double hour) {
        JsonNode answer = post(
                gateway,
                PATH + "/infer",
                "{\"inputs\":[{\"name\":\"clock\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[" + hour
                        + "]}],\"parameters\":{\"event_time\":\"" + TIME + "\"}}");
        return answer.at("/parameters/prediction_id").asText();
    }

    private void label(Gateway gateway, String id, String label) {
        assertThat(post(gateway, PATH + "/feedback", "{\"prediction_id\":\"" + id + "\",\"label\":" + label + "}")
                        .path("accepted")
                        .asInt())
                .isEqualTo(1);
    }

    private JsonNode post(Gateway gateway, String path, String body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(gateway, path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static URI uri(Gateway gateway, String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static double[] sorted(double[] values) {
        return DoubleStream.of(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    /** The log as workers read it. */
    private final class Log implements AutoCloseable {
        private final DuckDbSettings bounds = new DuckDbSettings(256, 1, directory.resolve("duckdb"));
        private final DuckDb duckDb = DuckDb.open(bounds);
        private final Spool spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 4, clock);
        private final LogReader reader = new LogReader(store, spool, duckDb);
        private final TrainingExtract extract = new TrainingExtract(registry, reader, spool, duckDb);
        private final LogImport imports = new LogImport(store, spool, bounds, clock);
        private final ImportColumns columns;

        private Log(ModelSpec spec) {
            columns =
                    new ImportColumns("id", "event_time", "score", spec.label().name());
        }

        private LoggedRows read(ModelSpec spec) {
            return reader.read(new LogQuery(MODEL, FeatureSchemas.of(spec), spec.outputs(), DAY, Optional.empty()));
        }

        private TrainingRows extract(ModelSpec spec, List<Digest> tables) {
            return extract.read(new TrainingQuery(
                    MODEL,
                    FeatureSchemas.of(spec),
                    spec.label(),
                    DAY,
                    tables,
                    tables.isEmpty() ? TrainingQuery.Log.INCLUDED : TrainingQuery.Log.LEFT_OUT,
                    Optional.of(DAY.to())));
        }

        private TrainingRows readBack(TrainingRows rows) {
            Path file = directory.resolve("extract.parquet");
            extract.write(rows, file);
            return extract.read(file, rows.features().schema(), rows.outputs());
        }

        private Digest table(String select) throws SQLException {
            Path file = directory.resolve("table-" + Digest.of(select).abbreviated() + ".parquet");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
            }
            return registry.putBlob(file);
        }

        @Override
        public void close() {
            spool.close();
            duckDb.close();
        }
    }
}
