package dev.perennial.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LogReader;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.Spool;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.serving.gateway.Gateway;
import dev.perennial.serving.gateway.GatewaySettings;
import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a source says beyond its cap, says again or makes up, beside a model of the same predictions without it. */
@Timeout(180)
class FloodedFeedbackTest {
    private static final ModelName CLEAN = new ModelName("clean");
    private static final ModelName FLOODED = new ModelName("flooded");
    private static final String FILE = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: %s, owner: ops@example.org}
            spec:
              task: binary-classification
              features: [{name: x, type: number, required: true}]
              label: {name: late, positive: "1", arrives: {matureAfter: P1D}}
              feedback: {trusted: [tower], share: 1 %%, allowance: 20}
              fallback: {constant: 0.5}
            """;
    private static final TimeWindow DAY = TimeWindow.parse("2013-03-01T00:00Z/P1D");
    private static final int PREDICTIONS = 400;
    private static final int BY_THE_TOWER = 300;
    private static final int BY_A_STRANGER = 20;

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private String gateway = "";

    @Test
    void aFloodOfLabelsLeavesTheJoinAsItIsWithoutIt() throws Exception {
        Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
        for (ModelName model : List.of(CLEAN, FLOODED)) {
            registry.applySpec(FILE.formatted(model), "declare-" + model, Actor.user("ada"));
        }
        try (Gateway running = Gateway.start(
                GatewaySettings.in(folder.resolve("gateway")).withPort(0), registry, store, InstantSource.system())) {
            gateway = "http://127.0.0.1:" + running.port();
            List<String> clean = predictAndLabel(CLEAN);
            List<String> flooded = predictAndLabel(FLOODED);

            JsonNode again = feedback(FLOODED, "tower", honest(flooded, 0, BY_THE_TOWER));
            assertThat(again.path("duplicates").asInt()).isEqualTo(BY_THE_TOWER);
            int quarantined = 0;
            for (int round = 2; round < 12; round++) {
                JsonNode flips = feedback(FLOODED, "stranger", flipped(flooded, round));
                assertThat(flips.path("accepted").asInt()).isZero();
                quarantined += flips.path("quarantined").asInt();
                JsonNode forged = feedback(FLOODED, "tower", flipped(madeUp(clean), round));
                assertThat(forged.path("error").asText()).startsWith("None of the items was taken");
                assertThat(forged.path("rejected").size()).isPositive();
            }
            assertThat(quarantined).isEqualTo(10 * PREDICTIONS);
            assertThat(running.flush()).isTrue();
        }

        Map<Double, Double> without = joined(CLEAN);
        assertThat(without.values().stream().filter(label -> !label.isNaN())).hasSize(BY_THE_TOWER + BY_A_STRANGER);
        assertThat(joined(FLOODED)).isEqualTo(without);
        assertThat(new ShippedLog(store, folder.resolve("copy")).countsOf("quarantine/labels"))
                .hasSize(PREDICTIONS)
                .allSatisfy((id, rows) -> assertThat(rows).isEqualTo(10));
    }

    /* The tower is trusted; the stranger, who is not, uses up what any source may say. */
    private List<String> predictAndLabel(ModelName model) {
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < PREDICTIONS; row++) {
            String body = "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[" + row
                    + "]}],\"parameters\":{\"event_time\":\""
                    + DAY.from().plus(Duration.ofMinutes(row)) + "\"}}";
            ids.add(Eventually.valueWithin(Duration.ofSeconds(30), "the model answers", () -> {
                JsonNode answer = post(model, "infer", body);
                return answer.has("error")
                        ? null
                        : answer.at("/parameters/prediction_id").asText();
            }));
        }
        assertThat(feedback(model, "tower", honest(ids, 0, BY_THE_TOWER))
                        .path("accepted")
                        .asInt())
                .isEqualTo(BY_THE_TOWER);
        assertThat(feedback(model, "stranger", honest(ids, BY_THE_TOWER, BY_THE_TOWER + BY_A_STRANGER))
                        .path("accepted")
                        .asInt())
                .isEqualTo(BY_A_STRANGER);
        return ids;
    }

    private static List<String> honest(List<String> ids, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(row -> item(ids.get(row), truth(row), 1))
                .toList();
    }

    /* Each would stand, by its revision, if it counted. */
    private static List<String> flipped(List<String> ids, int revision) {
        return IntStream.range(0, ids.size())
                .mapToObj(row -> item(ids.get(row), 1 - truth(row), revision))
                .toList();
    }

    /* Ids of the other model, and none's. */
    private static List<String> madeUp(List<String> ids) {
        List<String> all = new ArrayList<>(ids);
        IntStream.range(0, ids.size())
                .forEach(row ->
                        all.add(new UUID(UUID.fromString(ids.get(row)).getMostSignificantBits(), Long.MIN_VALUE | row)
                                .toString()));
        return all;
    }

    private static int truth(int row) {
        return row % 3 == 0 ? 1 : 0;
    }

    private static String item(String id, int label, int revision) {
        return "{\"prediction_id\":\"" + id + "\",\"label\":" + label + ",\"revision\":" + revision + "}";
    }

    private JsonNode feedback(ModelName model, String source, List<String> items) {
        return post(model, "feedback", "{\"source\":\"" + source + "\",\"items\":[" + String.join(",", items) + "]}");
    }

    private JsonNode post(ModelName model, String action, String body) {
        try {
            return json.readTree(http.send(
                            HttpRequest.newBuilder(URI.create(gateway + "/v2/models/" + model + "/" + action))
                                    .timeout(Duration.ofSeconds(20))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /* The label of each row by its x, NaN where it has none, as a monitor reads them. */
    private Map<Double, Double> joined(ModelName model) throws IOException {
        Path home = Files.createDirectories(folder.resolve("reader-" + model));
        try (Spool spool = Spool.over(store, home.resolve("spool"), 1L << 30, 2, InstantSource.system());
                DuckDb duckDb =
                        DuckDb.open(new DuckDbSettings(256, 1, Files.createDirectories(home.resolve("temporary"))))) {
            LoggedRows rows = new LogReader(store, spool, duckDb)
                    .read(new LogQuery(
                            model,
                            FeatureSchemas.of(ModelSpecReader.read(FILE.formatted(model))),
                            DAY,
                            Optional.of(Instant.parse("2013-03-10T00:00:00Z"))));
            Map<Double, Double> labels = new TreeMap<>();
            for (int row = 0; row < rows.size(); row++) {
                labels.put(rows.features().numbers(0)[row], rows.labels()[row]);
            }
            assertThat(labels).hasSize(PREDICTIONS);
            return labels;
        }
    }
}
