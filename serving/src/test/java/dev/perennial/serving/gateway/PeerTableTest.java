package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The requests that were put to MLServer 1.7.1, against a model like the one it served: 20 numbers, sent as one matrix.
 * The numbers of the cases are the rows of that table.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerTableTest {
    private static final int FEATURES = 20;
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final String PATH = "/v2/models/flight-delay/infer";
    private static final double ODD = 4711.0625;
    private static final String VALUES = values(FEATURES);
    private static final FeatureSchema SCHEMA = new FeatureSchema(IntStream.range(0, FEATURES)
            .<Feature>mapToObj(column -> new NumberFeature(
                    "x" + column, column == 0 ? Presence.REQUIRED : Presence.OPTIONAL, Optional.empty()))
            .toList());

    private final Gateway gateway;
    private final Http http;

    PeerTableTest(@TempDir Path directory) {
        SwitchableStore store = new SwitchableStore();
        GatewayFixture fixture = new GatewayFixture(store);
        String features = IntStream.range(1, FEATURES)
                .mapToObj(column -> "    - {name: x" + column + ", type: number}\n")
                .collect(Collectors.joining());
        fixture.declare(GatewayFixture.SPEC.replaceAll(
                "(?s)    - \\{name: carrier.*required: true}\n",
                "    - {name: x0, type: number, required: true}\n" + features));
        fixture.promote(fixture.register(CompiledModelFormat.write(new LinearModel(
                SCHEMA, -0.5, List.copyOf(Collections.nCopies(FEATURES, new LinearTerm.NumberTerm(0, 1, 0.01, 0)))))));
        gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
        http = new Http(gateway.port());
        Eventually.within(
                Duration.ofSeconds(30),
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    /** So many numbers, the last of which no message may repeat. */
    private static String values(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> index == count - 1 ? Double.toString(ODD) : index + ".5")
                .collect(Collectors.joining(","));
    }

    private static String matrix(String shape, String data) {
        return "{\"name\":\"predict\",\"shape\":" + shape + ",\"datatype\":\"FP64\",\"data\":" + data + "}";
    }

    private static String request(String... inputs) {
        return "{\"id\":\"q\",\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    private static final String RIGHT = request(matrix("[1,20]", "[" + VALUES + "]"));

    private static Arguments json(String row, int status, String says, String body, String... headers) {
        return Arguments.of(row, status, says, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Stream<Arguments> table() {
        String tooFew = values(19);
        String infinite = VALUES.replace(Double.toString(ODD), "Infinity");
        return Stream.of(
                        Stream.of(
                                json("0 right", 200, "", RIGHT),
                                json("1 [1,19] with 20", 400, "[n,20]", request(matrix("[1,19]", "[" + VALUES + "]"))),
                                json("1 [1,19] with 19", 400, "[n,20]", request(matrix("[1,19]", "[" + tooFew + "]"))),
                                json("1 [20]", 400, "[n,20]", request(matrix("[20]", "[" + VALUES + "]"))),
                                json(
                                        "1b [-1,20]",
                                        400,
                                        "Invalid shape",
                                        request(matrix("[-1,20]", "[" + VALUES + "]"))),
                                json("1b nested", 200, "", request(matrix("[1,20]", "[[" + VALUES + "]]"))),
                                json("2 FP99", 400, "Invalid datatype", RIGHT.replace("FP64", "FP99")),
                                json("2 none", 400, "Missing datatype", RIGHT.replace("\"datatype\":\"FP64\",", "")),
                                json("2b fractions", 400, "whole number", RIGHT.replace("FP64", "INT64")),
                                json("2b FP32", 200, "", RIGHT.replace("FP64", "FP32")),
                                json("2c BYTES", 400, "Invalid datatype", RIGHT.replace("FP64", "BYTES")),
                                json("5 empty", 400, "the body is empty", ""),
                                json("5 {}", 400, "Missing inputs", "{}"),
                                json("5b []", 400, "Missing inputs", request()),
                                json(
                                        "6 name",
                                        400,
                                        "Unknown input data: expected one of x0, x1, x2",
                                        RIGHT.replace("predict", "data")),
                                json("6 name", 400, "or input with shape [n,20]", RIGHT.replace("predict", "data")),
                                json(
                                        "7 extra",
                                        400,
                                        "Invalid input x3",
                                        request(
                                                matrix("[1,20]", "[" + VALUES + "]"),
                                                matrix("[1]", "[1]").replace("predict", "x3"))),
                                json(
                                        "7 extra",
                                        400,
                                        "Unknown input more",
                                        request(
                                                matrix("[1,20]", "[" + VALUES + "]"),
                                                matrix("[1]", "[1]").replace("predict", "more"))),
                                json("8 NaN", 400, "line 1, column", RIGHT.replace(",3.5,", ",NaN,")),
                                json(
                                        "8 Infinity",
                                        400,
                                        "line 1, column",
                                        request(matrix("[1,20]", "[" + infinite + "]"))),
                                json("8b null, may be missing", 200, "", RIGHT.replace(",3.5,", ",null,")),
                                json("8b null, required", 400, "x0: row 0 is missing", RIGHT.replace("[0.5", "[null")),
                                json("9 1e308", 200, "", request(matrix("[1,20]", constant("1e308")))),
                                json(
                                        "9 1e400",
                                        400,
                                        "not a finite number",
                                        request(matrix("[1,20]", constant("1e400")))),
                                json(
                                        "9b 20,000 rows",
                                        413,
                                        "Too many rows: 20000",
                                        request(matrix("[20000,20]", "[" + VALUES + "]"))),
                                json("10 invalid", 400, "Invalid JSON", RIGHT.substring(0, RIGHT.length() - 3)),
                                json("10b text/plain", 200, "", RIGHT, "Content-Type", "text/plain"),
                                json("12 abc", 400, "not a number", RIGHT.replace(",3.5,", ",\"abc\",")),
                                json("12 \"1.5\"", 400, "not a number", RIGHT.replace(",3.5,", ",\"1.5\",")),
                                json(
                                        "13 output",
                                        400,
                                        "Unknown output nope: expected one of probability",
                                        RIGHT.replace("\"inputs\"", "\"outputs\":[{\"name\":\"nope\"}],\"inputs\"")),
                                json(
                                        "14 unknown field",
                                        200,
                                        "",
                                        RIGHT.replace(
                                                "\"inputs\"",
                                                "\"extra\":{\"a\":[1]},\"parameters\":{\"b\":2},\"inputs\""))),
                        binary())
                .flatMap(cases -> cases);
    }

    private static String constant(String value) {
        return "[" + String.join(",", Collections.nCopies(FEATURES, value)) + "]";
    }

    private static Stream<Arguments> binary() {
        byte[] tensor = new byte[8 * FEATURES];
        for (int column = 0; column < FEATURES; column++) {
            LittleEndian.putFp64(tensor, 8 * column, column == FEATURES - 1 ? ODD : column + 0.5);
        }
        byte[] head = request("{\"name\":\"predict\",\"shape\":[1,20],\"datatype\":\"FP64\",\"parameters\":"
                        + "{\"binary_data_size\":160}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = joined(head, tensor);
        int json = head.length;
        List<Arguments> cases = new ArrayList<>();
        cases.add(binary("right", 200, "", body, Integer.toString(json)));
        cases.add(binary("short", 400, "Invalid JSON", body, Integer.toString(json - 1)));
        cases.add(binary("long", 400, "Invalid ", body, Integer.toString(json + 1)));
        cases.add(binary("beyond the body", 400, "Invalid " + LENGTH, body, Integer.toString(body.length + 1)));
        cases.add(binary("negative", 400, "Invalid " + LENGTH, body, "-1"));
        cases.add(binary("text", 400, "Invalid " + LENGTH, body, "many"));
        cases.add(binary("huge", 400, "Invalid " + LENGTH, body, "99999999999999999999"));
        cases.add(Arguments.of("11 none", 400, "Invalid ", body, new String[0]));
        cases.add(
                binary("truncated", 400, "159 are left", Arrays.copyOf(body, body.length - 1), Integer.toString(json)));
        cases.add(binary(
                "trailing", 400, "1 bytes follow", Arrays.copyOf(body, body.length + 1), Integer.toString(json)));
        return cases.stream();
    }

    private static Arguments binary(String row, int status, String says, byte[] body, String length) {
        return Arguments.of("11 " + row, status, says, body, new String[] {
            LENGTH, length, "Content-Type", "application/octet-stream"
        });
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        out.writeBytes(tail);
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void answersAsTheTableAims(String row, int status, String says, byte[] body, String[] headers) {
        Http.Bytes answer = http.bytes(PATH, body, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        if (status == 200) {
            assertThat(answer.json().path("id").asText()).isEqualTo("q");
            assertThat(answer.json().at("/outputs/0/data")).hasSize(1);
        } else {
            assertThat(answer.json()).hasSize(1);
            assertThat(answer.json().path("error").asText()).contains(says);
            assertThat(answer.text()).doesNotContain(Double.toString(ODD)).doesNotContain("abc");
        }
    }

    @Test
    void takesAMatrixOfSeveralRowsAsItsColumnsWouldBe() {
        StringBuilder columns = new StringBuilder();
        for (int column = 0; column < FEATURES; column++) {
            columns.append(column == 0 ? "" : ",")
                    .append("{\"name\":\"x")
                    .append(column)
                    .append("\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[")
                    .append(column)
                    .append(',')
                    .append(100 + column)
                    .append("]}");
        }
        String flat = IntStream.range(0, FEATURES).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String second =
                IntStream.range(100, 100 + FEATURES).mapToObj(Integer::toString).collect(Collectors.joining(","));
        JsonNode byColumn = http.infer(request(columns.toString())).json().at("/outputs/0/data");
        for (String name : InputNames.MATRIX) {
            JsonNode byMatrix = http.infer(request(matrix("[2,20]", "[[" + flat + "],[" + second + "]]"))
                            .replace("predict", name))
                    .json()
                    .at("/outputs/0/data");
            assertThat(byMatrix).hasSize(2).isEqualTo(byColumn);
        }
        byte[] tensor = new byte[2 * 8 * FEATURES];
        for (int index = 0; index < 2 * FEATURES; index++) {
            LittleEndian.putFp64(tensor, 8 * index, index < FEATURES ? index : 80 + index);
        }
        byte[] head = request("{\"name\":\"input\",\"shape\":[2,20],\"datatype\":\"FP64\",\"parameters\":"
                        + "{\"binary_data_size\":320}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(http.bytes(PATH, joined(head, tensor), LENGTH, Integer.toString(head.length))
                        .json()
                        .at("/outputs/0/data"))
                .isEqualTo(byColumn);
        assertThat(http.get("/v2/models/flight-delay")
                        .json()
                        .at("/parameters/matrix_input")
                        .asText())
                .isEqualTo("input");
    }

    @Test
    void knowsThePathsThatMlserverKnows() {
        assertThat(http.get("/v2/health/live").body()).isEmpty();
        assertThat(http.get("/v2/health/ready").body()).isEmpty();
        assertThat(http.get("/v2/models/flight-delay/ready").body()).isEmpty();
        assertThat(http.get("/v2/models/flight-delay/versions/1/ready").status())
                .isEqualTo(200);
        assertThat(http.get("/v2/").json().path("name").asText()).isEqualTo("perennial");
        assertThat(http.get("/v2/models/none/ready").error()).isEqualTo("Model none not found");
        assertThat(http.get("/v2/models/flight-delay/versions/v9/ready").error())
                .isEqualTo("Model flight-delay with version v9 not found");
        assertThat(http.post("/v2/models/nope/infer", RIGHT))
                .extracting(Http.Answer::status, Http.Answer::error)
                .containsExactly(404, "Model nope not found");
        assertThat(http.post("/v2/models/flight-delay/versions/v9/infer", RIGHT))
                .extracting(Http.Answer::status, Http.Answer::error)
                .containsExactly(404, "Model flight-delay with version v9 not found");
        assertThat(http.get("/v2/models/flight%2Ddelay/ready").status()).isEqualTo(200);
        assertThat(http.get("/v2/models/none%2Fready").error()).isEqualTo("Model none%2Fready not found");
        for (String path : List.of(PATH, "/v2/repository/index")) {
            assertThat(http.get(path))
                    .extracting(Http.Answer::status, Http.Answer::error)
                    .containsExactly(405, "Method not allowed: expected POST");
        }
        for (String path : List.of("/v2/models", "/v2/models/flight-delay/config", "/v2/models/flight-delay/stats")) {
            assertThat(http.get(path).status()).isEqualTo(404);
            assertThat(http.get(path).error()).startsWith("Not found");
        }
    }
}
