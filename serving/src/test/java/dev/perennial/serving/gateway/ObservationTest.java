package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.serving.ids.OwnIds;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ObservationTest {
    private static final String OBSERVATIONS = "/v2/models/flight-delay/observations";
    private static final String TIME = "2013-03-01T10:00:00Z";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);

    private static String observation(String id, String rest) {
        return "{\"id\":\"" + id + "\",\"event_time\":\"" + TIME + "\"," + rest + "}";
    }

    private static String id(String own) {
        return OwnIds.of(GatewayFixture.MODEL, own, Instant.parse(TIME).toEpochMilli())
                .toString();
    }

    private Gateway start() {
        Gateway gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
        Http http = new Http(gateway.port());
        Eventually.within(
                Duration.ofSeconds(30),
                "the declaration is followed",
                () -> http.get("/v2/models/flight-delay").status() == 200);
        return gateway;
    }

    @Test
    void takesObservationsAndLabelsAndNoInferenceWhereAnotherServerAnswers() {
        fixture.declare(GatewayFixture.SPEC.replace(
                "  fallback: {constant: 0.25}\n", "  external: {reference: 2013-01-01T00:00Z/P28D}\n"));
        // The version that stands for the other server's answers is champion and holds no model.
        fixture.promote(fixture.register("no model".getBytes(StandardCharsets.UTF_8)));
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            Http.Answer refused = http.infer(
                    "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.error())
                    .isEqualTo("Cannot answer for model flight-delay: its file says that another server does"
                            + " (spec.external)");
            assertThat(http.get("/v2/models/flight-delay/ready").error())
                    .isEqualTo("Model flight-delay is not ready: another server answers for it");
            Eventually.within(
                    Duration.ofSeconds(30),
                    "the gateway is ready",
                    () -> http.get("/v2/health/ready").status() == 200);
            assertThat(gateway.presence().follows().get("flight-delay")).satisfies(following -> {
                assertThat(following.champion()).isEmpty();
                assertThat(following.problem()).isEmpty();
            });
            assertThat(http.post(OBSERVATIONS, observation("a", "\"score\":0.25,\"features\":{\"dep_hour\":8}"))
                            .body())
                    .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}");
            assertThat(http.post(
                                    "/v2/models/flight-delay/feedback",
                                    "{\"own_id\":\"a\",\"event_time\":\"" + TIME + "\",\"label\":1}")
                            .json()
                            .path("accepted")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void logsWhatAnotherServerSaidOfAModelThatNoVersionIsServedOf() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            String good = observation(
                    "flight 7/é",
                    "\"score\":0.75,\"version\":\"xgb-7\",\"entity\":\"N1\",\"latency_ms\":1.5,"
                            + "\"features\":{\"dep_hour\":7,\"carrier\":\"UA\",\"temp\":null}");
            Http.Answer answer = http.post(
                    OBSERVATIONS,
                    "{\"observations\":[" + good + "," + good + ","
                            + observation("b", "\"score\":0.25,\"features\":{\"dep_hour\":8}") + "]}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"accepted\":3,\"duplicates\":1,\"rejected\":[]}");
            assertThat(http.post(OBSERVATIONS, good).json().path("duplicates").asInt())
                    .isEqualTo(1);
            JsonNode labelled = http.post(
                            "/v2/models/flight-delay/feedback",
                            "{\"own_id\":\"flight 7/é\",\"event_time\":\"" + TIME + "\",\"label\":1}")
                    .json();
            assertThat(labelled.path("accepted").asInt()).isEqualTo(1);
            assertThat(gateway.flush()).isTrue();
        }
        Path copy = store.copyLog(directory.resolve("copy"));
        assertThat(Sql.rows(
                        copy,
                        "predictions/**/*.parquet",
                        "SELECT _prediction_id, _own_id, _made_by, _version, _arm, _entity, _score, _latency_us,"
                                + " dep_hour, carrier, temp, _event_time FROM LOG ORDER BY _own_id"))
                .containsExactly(
                        Arrays.asList(
                                id("b"),
                                "b",
                                null,
                                0,
                                "external",
                                null,
                                0.25,
                                0,
                                8.0,
                                null,
                                null,
                                OffsetDateTime.parse(TIME)),
                        Arrays.asList(
                                id("flight 7/é"),
                                "flight 7/é",
                                "xgb-7",
                                0,
                                "external",
                                "N1",
                                0.75,
                                1500,
                                7.0,
                                "UA",
                                null,
                                OffsetDateTime.parse(TIME)));
        assertThat(Sql.rows(copy, "labels/**/*.parquet", "SELECT _prediction_id, _label FROM LOG"))
                .containsExactly(List.of(id("flight 7/é"), 1.0));
    }

    @Test
    void namesWhatDoesNotFitTheDeclaration() {
        fixture.declare(GatewayFixture.SPEC);
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            String features = "\"features\":{\"dep_hour\":7}";
            String[][] bad = {
                {observation("", "\"score\":0.5," + features), "Invalid id: expected a string of 1 to 128 characters"},
                {
                    observation("x".repeat(129), "\"score\":0.5," + features),
                    "Invalid id: expected a string of 1 to 128 characters"
                },
                {
                    "{\"id\":\"a\",\"score\":0.5," + features + "}",
                    "Missing event_time: expected when the predicted thing happens"
                },
                {
                    "{\"id\":\"a\",\"event_time\":\"noon\",\"score\":0.5," + features + "}",
                    "Invalid event_time: expected a time since 1970 with its zone, such as 2013-03-01T10:05:00Z"
                },
                {observation("a", features), "Missing score: expected what was answered"},
                {observation("a", "\"score\":1.5," + features), "Invalid score: expected a probability from 0 to 1"},
                {observation("a", "\"score\":\"0.5\"," + features), "Invalid score: expected a finite number"},
                {observation("a", "\"score\":0.5"), "Missing input dep_hour: the model requires this feature"},
                {
                    observation("a", "\"score\":0.5,\"features\":{\"dep_hour\":\"7\"}"),
                    "Invalid data of input dep_hour: expected a finite number"
                },
                {
                    observation("a", "\"score\":0.5,\"features\":{\"dep_hour\":7,\"carrier\":{\"a\":[1]}}"),
                    "Invalid data of input carrier: expected a string of at most 1024 characters"
                },
                {
                    observation("a", "\"score\":0.5,\"features\":{\"dep_hour\":7,\"tmp\":1}"),
                    "Unknown input tmp: expected one of [carrier, temp, dep_hour]"
                },
                {
                    observation("a", "\"score\":0.5,\"features\":{\"dep_hour\":7,\"dep_hour\":8}"),
                    "Invalid input dep_hour: it is given twice"
                },
            };
            String all =
                    String.join(",", Arrays.stream(bad).map(each -> each[0]).toList());
            Http.Answer answer = http.post(OBSERVATIONS, "{\"observations\":[" + all + "]}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error()).startsWith("None of the observations was taken: ");
            for (int at = 0; at < bad.length; at++) {
                JsonNode rejected = answer.json().path("rejected").path(at);
                assertThat(rejected.path("index").asInt()).isEqualTo(at);
                assertThat(rejected.path("reason").asText()).as(bad[at][0]).isEqualTo(bad[at][1]);
            }
            assertThat(answer.body()).as("values are not repeated").doesNotContain("noon");
            assertThat(http.post(OBSERVATIONS, "{\"observations\":[]}").status())
                    .isEqualTo(400);
            assertThat(http.post(OBSERVATIONS, "").status()).isEqualTo(400);
            assertThat(http.post(OBSERVATIONS, "{\"observations\":[7]}").status())
                    .isEqualTo(400);
            assertThat(http.post(OBSERVATIONS, "{\"id\":").error()).startsWith("Invalid JSON at line 1");
        }
    }
}
