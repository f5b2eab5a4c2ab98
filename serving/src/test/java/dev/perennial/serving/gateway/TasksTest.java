package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.Sql;
import dev.perennial.serving.routing.GatewayPresence;
import dev.perennial.testing.Eventually;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway answers, logs and is told of models that say a quantity, or one of several classes. */
@Timeout(180)
class TasksTest {
    private static final String REGRESSION = GatewayFixture.SPEC
            .replace("binary-classification", "regression")
            .replace("positive: \"1\", ", "")
            .replace("constant: 0.25", "constant: -7");
    private static final String CLASSES = GatewayFixture.SPEC
            .replace("binary-classification", "multiclass-classification")
            .replace("positive: \"1\", ", "classes: [on time, late, never], ")
            .replace("constant: 0.25", "constant: {on time: 0.5, late: 0.25, never: 0.25}");
    private static final List<String> WORDS = List.of("on time", "late", "never");
    private static final String TIME = "\"parameters\":{\"event_time\":\"2013-03-01T10:00:00Z\"}";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);

    private Gateway start() {
        return Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
    }

    private static void serves(Gateway gateway, int champion) {
        Eventually.within(Duration.ofSeconds(30), "version " + champion + " is served", () -> {
            GatewayPresence.Following following = gateway.presence().follows().get("flight-delay");
            return following != null && following.champion().equals(OptionalInt.of(champion));
        });
    }

    private static CompiledModel linear(Outputs outputs, double... biases) {
        return new LinearModel(
                GatewayFixture.SCHEMA,
                outputs,
                Arrays.stream(biases)
                        .mapToObj(bias -> new LinearModel.Margin(
                                bias,
                                List.of(
                                        new LinearTerm.CategoryTerm(new TreeMap<>(), 0),
                                        new LinearTerm.NumberTerm(0, 1, 0, 0),
                                        new LinearTerm.NumberTerm(0, 1, bias, 0))))
                        .toList());
    }

    private int version(Outputs outputs, double... biases) {
        return fixture.register(CompiledModelFormat.write(linear(outputs, biases)));
    }

    private static String hours(String more, double... values) {
        return "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[" + values.length + "],\"datatype\":\"FP64\",\"data\":"
                + Arrays.toString(values) + "}]," + more + "}";
    }

    private List<List<@Nullable Object>> log(String columns) throws Exception {
        Path copy = store.copyLog(directory.resolve("copy"));
        return Sql.rows(copy, "predictions/**/*.parquet", "SELECT " + columns + " FROM LOG ORDER BY dep_hour");
    }

    @Test
    void aRegressionAnswersWithValuesAndTakesQuantitiesAsLabels() throws Exception {
        fixture.declare(REGRESSION);
        fixture.promote(version(Outputs.value(), 1000));
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            JsonNode one = http.infer(hours(TIME, 2)).json();
            assertThat(one.at("/outputs/0/name").asText()).isEqualTo("value");
            assertThat(one.at("/outputs/0/datatype").asText()).isEqualTo("FP64");
            assertThat(one.at("/outputs/0/data/0").asDouble()).isEqualTo(3000);
            JsonNode two = http.infer(hours(TIME, -3, 4)).json();
            assertThat(two.at("/outputs/0/data").toString()).isEqualTo("[-2000.0,5000.0]");
            assertThat(http.infer(hours(TIME + ",\"outputs\":[{\"name\":\"probability\"}]", 1))
                            .json()
                            .path("error")
                            .asText())
                    .isEqualTo("Unknown output probability: expected one of value, prediction_id, arm, model_version,"
                            + " contributions, contributions_base");
            JsonNode metadata = http.get("/v2/models/flight-delay").json();
            assertThat(metadata.at("/outputs/0").toString())
                    .isEqualTo("{\"name\":\"value\",\"datatype\":\"FP64\",\"shape\":[-1]}");
            assertThat(metadata.at("/parameters/task").asText()).isEqualTo("regression");
            JsonNode why = http.infer(hours(TIME + ",\"outputs\":[{\"name\":\"contributions\"}]", 2))
                    .json();
            assertThat(why.at("/outputs/0/parameters/unit").asText()).isEqualTo("value");
            assertThat(why.at("/outputs/0/data/2").asDouble()).isEqualTo(2000);

            String id = one.at("/parameters/prediction_id").asText();
            String feedback = "/v2/models/flight-delay/feedback";
            assertThat(http.post(feedback, "{\"prediction_id\":\"" + id + "\",\"label\":\"late\"}")
                            .json()
                            .at("/rejected/0/reason")
                            .asText())
                    .isEqualTo("label is no finite number");
            assertThat(http.post(feedback, "{\"prediction_id\":\"" + id + "\",\"label\":-12.5}")
                            .status())
                    .isEqualTo(200);
            assertThat(http.post(
                                    "/v2/models/flight-delay/observations",
                                    "{\"id\":\"a\",\"event_time\":\"2013-03-01T10:00:00Z\",\"score\":-40.5,"
                                            + "\"features\":{\"dep_hour\":9}}")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.flush()).isTrue();
        }
        assertThat(log("dep_hour, _score, _arm"))
                .containsExactly(
                        List.of(-3.0, -2000.0, "champion"),
                        List.of(2.0, 3000.0, "champion"),
                        List.of(2.0, 3000.0, "champion"),
                        List.of(4.0, 5000.0, "champion"),
                        List.of(9.0, -40.5, "external"));
        assertThat(Sql.rows(directory.resolve("copy"), "labels/**/*.parquet", "SELECT _label, _class FROM LOG"))
                .containsExactly(Arrays.asList(-12.5, null));
    }

    @Test
    void severalClassesAreAnsweredWithTheClassAndTheProbabilityOfEach() throws Exception {
        fixture.declare(CLASSES);
        // The model knows its classes in another order than they are declared in.
        Outputs known = Outputs.classes(List.of("never", "on time", "late"));
        fixture.promote(version(known, 0, 1, 2));
        fixture.plan(version(Outputs.classes(WORDS), 0, 0, 0), 0);
        double[] of = new double[3];
        linear(known, 0, 1, 2).score(new FeatureRow(GatewayFixture.SCHEMA).setNumber(2, 0.5), of);
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            JsonNode one = http.infer(hours(TIME, 0.5)).json();
            assertThat(one.at("/outputs/0").toString())
                    .isEqualTo("{\"name\":\"class\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"late\"]}");
            assertThat(one.at("/outputs/1/name").asText()).isEqualTo("probabilities");
            assertThat(one.at("/outputs/1/shape").toString()).isEqualTo("[1,3]");
            assertThat(one.at("/outputs/1/parameters/classes").asText()).isEqualTo("on time,late,never");
            for (int at = 0; at < 3; at++) {
                assertThat(one.at("/outputs/1/data/" + at).asDouble()).isEqualTo(of[(at + 1) % 3]);
            }
            binary(http, of);
            JsonNode metadata = http.get("/v2/models/flight-delay").json();
            assertThat(metadata.at("/outputs/1").toString())
                    .isEqualTo("{\"name\":\"probabilities\",\"datatype\":\"FP64\",\"shape\":[-1,3],"
                            + "\"parameters\":{\"classes\":\"on time,late,never\"}}");
            JsonNode why = http.infer(hours(TIME + ",\"outputs\":[{\"name\":\"contributions\"}]", 0.5))
                    .json();
            assertThat(why.at("/outputs/0/data/2").asDouble()).isEqualTo(1.0);
            labels(http, one.at("/parameters/prediction_id").asText());
            observations(http);
            assertThat(gateway.flush()).isTrue();
        }
        List<@Nullable Object> logged =
                log("dep_hour, _predicted_class, _score, \"_p_on time\", _p_late, _p_never, _paired_p_late")
                        .get(0);
        assertThat(logged.subList(0, 6)).containsExactly(0.5, "late", of[2], of[1], of[2], of[0]);
        assertThat((Double) logged.get(6)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(log("dep_hour, _predicted_class, _score, _p_never, _paired_p_late")
                        .get(3))
                .isEqualTo(Arrays.asList(9.0, "never", 0.2, 0.2, null));
        assertThat(Sql.rows(directory.resolve("copy"), "labels/**/*.parquet", "SELECT _label, _class FROM LOG"))
                .containsExactly(Arrays.asList(null, "never"));
    }

    private static void binary(Http http, double[] of) {
        byte[] body = hours(
                        TIME + ",\"outputs\":[{\"name\":\"class\",\"parameters\":{\"binary_data\":true}},"
                                + "{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]",
                        0.5)
                .getBytes(StandardCharsets.UTF_8);
        Http.Bytes answer = http.bytes("/v2/models/flight-delay/infer", body);
        ByteBuffer tensors = answer.tensors();
        byte[] word = new byte[tensors.getInt()];
        tensors.get(word);
        assertThat(new String(word, StandardCharsets.UTF_8)).isEqualTo("late");
        assertThat(tensors.getDouble()).isEqualTo(of[1]);
        assertThat(tensors.getDouble()).isEqualTo(of[2]);
        assertThat(tensors.getDouble()).isEqualTo(of[0]);
        assertThat(tensors.hasRemaining()).isFalse();
    }

    private static void labels(Http http, String id) {
        String feedback = "/v2/models/flight-delay/feedback";
        for (String wrong : List.of("\"Late\"", "1", "true")) {
            assertThat(http.post(feedback, "{\"prediction_id\":\"" + id + "\",\"label\":" + wrong + "}")
                            .json()
                            .at("/rejected/0/reason")
                            .asText())
                    .isEqualTo("label is none of the classes on time, late, never");
        }
        assertThat(http.post(feedback, "{\"prediction_id\":\"" + id + "\",\"label\":\"never\"}")
                        .status())
                .isEqualTo(200);
    }

    private static void observations(Http http) {
        JsonNode answer = http.post(
                        "/v2/models/flight-delay/observations",
                        "{\"observations\":["
                                + observation("a", "\"score\":0.5")
                                + "," + observation("b", "\"probabilities\":{\"on time\":0.5,\"late\":0.5}")
                                + ","
                                + observation("c", "\"probabilities\":{\"on time\":0.5,\"late\":0.5,\"never\":0.5}")
                                + "," + observation("d", "\"probabilities\":{\"early\":1}")
                                + ","
                                + observation(
                                        "e",
                                        "\"class\":\"never\","
                                                + "\"probabilities\":{\"on time\":0.5,\"late\":0.3,\"never\":0.2}")
                                + "]}")
                .json();
        assertThat(answer.path("accepted").asInt()).isEqualTo(1);
        assertThat(answer.findValuesAsText("reason"))
                .containsExactly(
                        "Invalid score: expected probabilities, the model answers with classes",
                        "Missing probabilities: expected a number for each of the classes on time, late, never",
                        "Invalid probabilities: expected numbers from 0 to 1 that are 1 together",
                        "Unknown class 'early': expected one of on time, late, never");
    }

    private static String observation(String id, String answer) {
        return "{\"id\":\"" + id + "\",\"event_time\":\"2013-03-01T10:00:00Z\"," + answer
                + ",\"features\":{\"dep_hour\":9}}";
    }

    @Test
    void aVersionThatAnswersAnotherQuestionIsNotServedAndTheFallbackAnswersInTheModelsOwnWay() throws Exception {
        fixture.declare(CLASSES);
        int champion = version(Outputs.value(), 1);
        fixture.promote(champion);
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            Eventually.within(
                    Duration.ofSeconds(30),
                    "the declaration is followed",
                    () -> http.get("/v2/models/flight-delay").status() == 200);
            assertThat(http.post("/v2/repository/index", "").body())
                    .contains("version 1 answers with Value[], the declaration asks for one of the classes"
                            + " [on time, late, never]");
            JsonNode answer = http.infer(hours(TIME, 0.5)).json();
            assertThat(answer.at("/parameters/arm").asText()).isEqualTo("fallback");
            assertThat(answer.at("/outputs/0/data/0").asText()).isEqualTo("on time");
            assertThat(answer.at("/outputs/1/data").toString()).isEqualTo("[0.5,0.25,0.25]");
            assertThat(gateway.flush()).isTrue();
        }
        assertThat(log("dep_hour, _arm, _predicted_class, _p_never"))
                .containsExactly(List.of(0.5, "fallback", "on time", 0.25));
    }
}
