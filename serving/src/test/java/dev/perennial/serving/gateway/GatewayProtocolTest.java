package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayProtocolTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CARRIER =
            "{\"name\":\"carrier\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"UA\"]}";
    private static final String TEMP = "{\"name\":\"temp\",\"shape\":[1,1],\"datatype\":\"FP64\",\"data\":[[61.5]]}";
    private static final String HOUR = "{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[17]}";

    private final Path directory;
    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);
    private final Gateway gateway;
    private final Http http;

    GatewayProtocolTest(@TempDir Path directory) {
        this.directory = directory;
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.linear());
        gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
        http = new Http(gateway.port());
        Eventually.within(
                SOON,
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private static String request(String... inputs) {
        return "{\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    private static double expected(@Nullable String carrier, double temp, double hour) {
        FeatureRow row = new FeatureRow(GatewayFixture.SCHEMA)
                .setCategory(0, carrier)
                .setNumber(1, temp)
                .setNumber(2, hour);
        return GatewayFixture.linearModel().score(row);
    }

    @Test
    void answersInAnyOrderAndLogsEveryValue() throws Exception {
        Http.Answer answer =
                http.infer("{\"id\":\"q-1\",\"parameters\":{\"event_time\":\"2013-03-01T05:05:00.250-05:00\","
                        + "\"entity\":\"N123\",\"unknown\":[1,{}]},\"inputs\":["
                        + "{\"data\":[17],\"datatype\":\"INT64\",\"shape\":[1],\"name\":\"dep_hour\"}," + TEMP + ","
                        + CARRIER
                        + "],\"unknown\":{\"a\":[]}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.score()).isCloseTo(expected("UA", 61.5, 17), within(1e-15));
        assertThat(answer.json().path("model_version").asText()).isEqualTo("1");
        assertThat(answer.json().path("id").asText()).isEqualTo("q-1");
        assertThat(answer.arm()).isEqualTo("champion");

        Http.Answer incomplete =
                http.infer(request(HOUR, "{\"name\":\"temp\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[null]}"));
        assertThat(incomplete.score()).isCloseTo(expected(null, Double.NaN, 17), within(1e-15));

        assertThat(gateway.flush()).isTrue();
        Path copy = store.copyLog(Files.createTempDirectory(directory, "copy"));
        List<List<Object>> rows = Sql.rows(
                copy,
                "predictions/**/*.parquet",
                "SELECT _prediction_id, _event_time, _version, _arm, _entity, _score, carrier, temp, dep_hour, _error,"
                        + " _latency_us > 0, _received_at > _event_time FROM LOG WHERE _prediction_id = '"
                        + answer.id() + "'");
        assertThat(rows)
                .containsExactly(Arrays.asList(
                        answer.id(),
                        OffsetDateTime.parse("2013-03-01T10:05:00.250Z"),
                        1,
                        "champion",
                        "N123",
                        answer.score(),
                        "UA",
                        61.5,
                        17.0,
                        null,
                        true,
                        true));
    }

    @Test
    void answersAnHourOfRowsInOneRequest() throws Exception {
        assertThat(gateway.flush()).isTrue();
        int before = store.createdLogFiles().size();
        Http.Answer answer = http.infer("{\"inputs\":["
                + "{\"name\":\"dep_hour\",\"shape\":[3],\"datatype\":\"FP32\",\"data\":[1,2.5,3e0]},"
                + "{\"name\":\"carrier\",\"shape\":[3,1],\"datatype\":\"BYTES\",\"data\":[[\"UA\"],[null],[\"\\u00e9\"]]}],"
                + "\"parameters\":{\"event_times\":[\"2014-03-01T10:05:00Z\",\"2014-03-01T11:05:00Z\","
                + "\"2014-03-01T10:06:00Z\"],\"entities\":[\"a\",null,\"c\"]}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/outputs/0/data")).hasSize(3);
        assertThat(answer.json().at("/outputs/0/data/1").asDouble())
                .isCloseTo(expected(null, Double.NaN, 2.5), within(1e-15));
        assertThat(answer.json().at("/outputs/1/name").asText()).isEqualTo("prediction_id");
        assertThat(answer.json().at("/outputs/2/data/2").asText()).isEqualTo("champion");
        assertThat(answer.json().at("/outputs/3/data/0").asText()).isEqualTo("1");

        assertThat(gateway.flush()).isTrue();
        assertThat(store.createdLogFiles()
                        .subList(before, store.createdLogFiles().size()))
                .extracting(key -> key.replaceAll("/[^/]*$", ""))
                .containsExactly(
                        "predictions/model=flight-delay/dt=2014-03-01/hour=10",
                        "predictions/model=flight-delay/dt=2014-03-01/hour=11");
        assertThat(Sql.rows(
                        store.copyLog(Files.createTempDirectory(directory, "copy")),
                        "predictions/*/dt=2014-03-01/**/*.parquet",
                        "SELECT _prediction_id, _entity FROM LOG ORDER BY _event_time"))
                .containsExactly(
                        Arrays.asList(answer.json().at("/outputs/1/data/0").asText(), "a"),
                        Arrays.asList(answer.json().at("/outputs/1/data/2").asText(), "c"),
                        Arrays.asList(answer.json().at("/outputs/1/data/1").asText(), null));
    }

    @Test
    void describesItselfAndItsModels() {
        assertThat(http.get("/v2/health/live").status()).isEqualTo(200);
        assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
        assertThat(http.get("/v2").json().path("name").asText()).isEqualTo("perennial");
        Http.Answer model = http.get("/v2/models/flight-delay");
        assertThat(model.json().at("/versions/0").asText()).isEqualTo("1");
        assertThat(model.json().at("/inputs/0/name").asText()).isEqualTo("carrier");
        assertThat(model.json().at("/inputs/0/datatype").asText()).isEqualTo("BYTES");
        assertThat(model.json().at("/inputs/2/parameters/presence").asText()).isEqualTo("required");
        assertThat(http.get("/v2/models/flight-delay/versions/1/ready").status())
                .isEqualTo(200);
        assertThat(http.get("/v2/models/flight-delay/versions/1").status()).isEqualTo(200);
        assertThat(http.post("/v2/repository/index", "").body())
                .isEqualTo("[{\"name\":\"flight-delay\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}]");
        http.infer(request(HOUR));
        assertThat(http.get("/metrics").body())
                .contains("perennial_gateway_predictions_total{model=\"flight-delay\",version=\"1\",arm=\"champion\"} ")
                .contains("perennial_gateway_log_appends_total ");
        Http.Answer pinned = http.post("/v2/models/flight-delay/versions/1/infer", request(HOUR));
        assertThat(pinned.arm()).isEqualTo("pinned");
    }

    static Stream<Arguments> malformed() {
        String temp = "{\"name\":\"temp\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[%s]}";
        return Stream.of(
                refused("", "the body is empty"),
                refused("{}", "Missing inputs"),
                refused("{\"inputs\":[]}", "Missing inputs"),
                refused("{\"inputs\":[" + HOUR, "Invalid JSON at line 1, column"),
                refused("[1]", "expected a JSON object"),
                refused(request(HOUR) + "x", "Invalid JSON at line 1, column"),
                refused(request(HOUR) + "{}", "something follows"),
                refused(request(CARRIER), "Missing input dep_hour"),
                refused(request(HOUR, HOUR), "Invalid input dep_hour: it is given twice"),
                refused(
                        request(HOUR, TEMP.replace("temp", "tmp")),
                        "Unknown input tmp: expected one of carrier, temp, dep_hour"),
                refused(request(HOUR, String.format(temp, "NaN")), "Invalid JSON at line 1, column"),
                refused(request(HOUR, String.format(temp, "Infinity")), "Invalid JSON at line 1, column"),
                refused(
                        request(HOUR, String.format(temp, "1e400")),
                        "Invalid data of input temp: row 0 is not a finite"),
                refused(
                        request(HOUR, String.format(temp, "\"1.5\"")),
                        "Invalid data of input temp: row 0 is not a number"),
                refused(
                        request(HOUR, String.format(temp, "true")),
                        "Invalid data of input temp: row 0 is not a number"),
                refused(request(HOUR, String.format(temp, "{}")), "Invalid data of input temp: row 0 is not a number"),
                refused(request(HOUR, String.format(temp, "1,2")), "Invalid data of input temp: more values"),
                refused(
                        request(HOUR, String.format(temp, "")),
                        "Invalid data of input temp: 0 values, its shape says 1"),
                refused(request(HOUR, String.format(temp, "[[1]]")), "Invalid data of input temp: nested deeper"),
                refused(request(HOUR.replace("17", "null")), "Invalid data of input dep_hour: row 0 is missing"),
                refused(
                        request(HOUR.replace("17", "17.5")),
                        "Invalid data of input dep_hour: row 0 is not a whole number"),
                refused(request(HOUR.replace("INT64", "INT8").replace("17", "300")), "that fits INT8"),
                refused(request(HOUR, TEMP.replace("FP64", "FP99")), "Invalid datatype of input temp"),
                refused(request(HOUR, TEMP.replace("\"datatype\":\"FP64\",", "")), "Missing datatype of input temp"),
                refused(request(HOUR, TEMP.replace("\"shape\":[1,1],", "")), "Missing shape of input temp"),
                refused(request(HOUR, TEMP.replace("FP64", "BYTES")), "Invalid datatype of input temp: BYTES"),
                refused(request(HOUR, CARRIER.replace("BYTES", "FP64")), "Invalid datatype of input carrier: FP64"),
                refused(
                        request(HOUR, CARRIER.replace("\"UA\"", "7")),
                        "Invalid data of input carrier: row 0 is not a string"),
                refused(request(HOUR, TEMP.replace("[1,1]", "[-1]")), "Invalid shape of input temp"),
                refused(request(HOUR, TEMP.replace("[1,1]", "[1,19]")), "Invalid shape of input temp"),
                refused(request(HOUR, TEMP.replace("[1,1]", "[0]")), "Invalid shape of input temp"),
                refused(request(HOUR, TEMP.replace("[1,1]", "[]")), "Invalid shape of input temp"),
                refused(
                        request(HOUR, TEMP.replace("[1,1]", "[2]").replace("[[61.5]]", "[1,2]")),
                        "temp: 2 rows, other inputs have 1"),
                refused(request(HOUR, "7"), "Invalid inputs"),
                refused(request("{\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}"), "it has no name"),
                refused(
                        "{\"inputs\":[" + HOUR + "],\"outputs\":[{\"name\":\"nope\"}]}",
                        "Unknown output nope: expected one of probability, prediction_id, arm, model_version,"),
                refused(
                        "{\"inputs\":[" + HOUR + "],\"parameters\":{\"event_time\":\"yesterday\"}}",
                        "Invalid parameter event_time"),
                refused(
                        "{\"inputs\":[" + HOUR + "],\"parameters\":{\"event_time\":\"1969-01-01T00:00:00Z\"}}",
                        "Invalid parameter event_time"),
                refused("{\"inputs\":[" + HOUR + "],\"parameters\":{\"entity\":7}}", "Invalid parameter entity"),
                refused(
                        "{\"inputs\":[" + HOUR + "],\"parameters\":{\"entities\":[\"a\",\"b\"]}}",
                        "Invalid parameter entities: 2 values, expected 1"),
                Arguments.of(
                        request("{\"name\":\"dep_hour\",\"shape\":[20000],\"datatype\":\"FP64\",\"data\":[1]}"),
                        413,
                        "Too many rows: 20000, at most 1000"),
                Arguments.of(" ".repeat(2 << 20), 413, "Request too large"));
    }

    private static Arguments refused(String body, String error) {
        return Arguments.of(body, 400, error);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatDoesNotFitByNameAndLogsNothing(String body, int status, String error) {
        long before = gateway.logStatistics().appends();
        Http.Answer answer = http.infer(body);
        assertThat(answer.error()).contains(error);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(gateway.logStatistics().appends()).isEqualTo(before);
        assertThat(http.infer(request(HOUR, TEMP.replace("61.5", "1e308"), CARRIER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(http.post("/v2/models/nope/infer", request(HOUR)).error()).isEqualTo("Model nope not found");
        assertThat(http.get("/v2/models/nope/ready").status()).isEqualTo(404);
        assertThat(http.post("/v2/models/flight-delay/versions/v9/infer", request(HOUR)))
                .extracting(Http.Answer::status, Http.Answer::error)
                .containsExactly(404, "Model flight-delay with version v9 not found");
        assertThat(http.get("/v2/models/flight-delay/versions/2/ready").status())
                .isEqualTo(404);
        assertThat(http.get("/v2/models/flight-delay/config").status()).isEqualTo(404);
        assertThat(http.get("/nowhere").status()).isEqualTo(404);
        assertThat(http.get("/v2/models/flight-delay/infer").status()).isEqualTo(405);
        assertThat(http.get("/v2/repository/index").status()).isEqualTo(405);
        HttpRequest.Builder packed = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/v2/models/flight-delay/infer"))
                .header("Content-Encoding", "br")
                .POST(HttpRequest.BodyPublishers.ofString(request(HOUR)));
        assertThat(http.send(packed).status()).isEqualTo(415);
    }
}
