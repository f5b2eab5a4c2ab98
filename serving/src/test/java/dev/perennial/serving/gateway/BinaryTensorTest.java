package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
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
class BinaryTensorTest {
    private static final String PATH = "/v2/models/flight-delay/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";

    private final GatewayFixture fixture;
    private final Gateway gateway;
    private final Http http;

    BinaryTensorTest(@TempDir Path directory) {
        SwitchableStore store = new SwitchableStore();
        fixture = new GatewayFixture(store);
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.linear());
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

    private static double expected(@Nullable String carrier, double temp, double hour) {
        FeatureRow row = new FeatureRow(GatewayFixture.SCHEMA)
                .setCategory(0, carrier)
                .setNumber(1, temp)
                .setNumber(2, hour);
        return GatewayFixture.linearModel().score(row);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String hour(String type, int size) {
        return "{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"" + type
                + "\",\"parameters\":{\"binary_data_size\":" + size + "}}";
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private Http.Bytes infer(String json, byte... tensors) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        return http.bytes(PATH, joined(head, tensors), LENGTH, Integer.toString(head.length));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("BOOL", new byte[] {1}, 1.0),
                Arguments.of("INT8", new byte[] {(byte) 0xFE}, -2.0),
                Arguments.of("UINT8", new byte[] {(byte) 0xFE}, 254.0),
                Arguments.of("INT16", bytes(2).putShort((short) -300).array(), -300.0),
                Arguments.of("UINT16", bytes(2).putShort((short) -300).array(), 65_236.0),
                Arguments.of("INT32", bytes(4).putInt(-70_000).array(), -70_000.0),
                Arguments.of("UINT32", bytes(4).putInt(-70_000).array(), 4_294_897_296.0),
                Arguments.of("INT64", bytes(8).putLong(-5_000_000_000L).array(), -5e9),
                Arguments.of("UINT64", bytes(8).putLong(-1).array(), 0x1p64),
                Arguments.of("UINT64", bytes(8).putLong(Long.MIN_VALUE + 1025).array(), 0x1p63 + 2048),
                Arguments.of("FP16", bytes(2).putShort((short) 0xC248).array(), -3.140625),
                Arguments.of("FP16", bytes(2).putShort((short) 1).array(), 0x1p-24),
                Arguments.of("FP16", bytes(2).putShort((short) 0x7BFF).array(), 65_504.0),
                Arguments.of("FP32", bytes(4).putFloat(0.1f).array(), (double) 0.1f),
                Arguments.of("FP64", bytes(8).putDouble(17.25).array(), 17.25));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void readsEveryDatatypeAndAnswersInBinary(String type, byte[] tensor, double value) {
        Http.Bytes answer = infer(
                "{\"id\":\"q1\",\"inputs\":[" + hour(type, tensor.length)
                        + "],\"parameters\":{\"binary_data_output\":true}}",
                tensor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.json().path("id").asText()).isEqualTo("q1");
        assertThat(answer.json().at("/outputs/0/parameters/binary_data_size").asInt())
                .isEqualTo(8);
        assertThat(answer.json().at("/outputs/0").has("data")).isFalse();
        assertThat(answer.tensors().remaining()).isEqualTo(8);
        assertThat(answer.tensors().getDouble()).isEqualTo(expected(null, Double.NaN, value));
    }

    @Test
    void mixesJsonAndBinaryInputsAndOutputsAsEachOneAsks() {
        byte[] carriers = bytes(4 + 2 + 4 + 3 + 4)
                .putInt(2)
                .put("UA".getBytes(StandardCharsets.UTF_8))
                .putInt(3)
                .put("\u20AC".getBytes(StandardCharsets.UTF_8))
                .putInt(0)
                .array();
        byte[] temperatures =
                bytes(12).putFloat(61.5f).putFloat(Float.NaN).putFloat(-0.5f).array();
        Http.Bytes answer = infer(
                "{\"inputs\":[{\"parameters\":{\"binary_data_size\":17},\"name\":\"carrier\",\"datatype\":\"BYTES\","
                        + "\"shape\":[3,1]},"
                        + "{\"name\":\"dep_hour\",\"shape\":[3],\"datatype\":\"INT64\",\"data\":[1,2,3]},"
                        + "{\"name\":\"temp\",\"shape\":[3],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":12}}],"
                        + "\"outputs\":[{\"name\":\"prediction_id\",\"parameters\":{\"binary_data\":true}},"
                        + "{\"name\":\"probability\"},"
                        + "{\"parameters\":{\"binary_data\":true},\"name\":\"model_version\"}]}",
                joined(carriers, temperatures));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/outputs/1/name").asText()).isEqualTo("probability");
        double[] scores = new double[3];
        Arrays.setAll(scores, row -> answer.json().at("/outputs/1/data/" + row).asDouble());
        assertThat(scores)
                .containsExactly(expected("UA", 61.5, 1), expected("\u20AC", Double.NaN, 2), expected("", -0.5, 3));
        assertThat(answer.json().at("/outputs/0/parameters/binary_data_size").asInt())
                .isEqualTo(3 * 40);
        assertThat(answer.json().at("/outputs/2/parameters/binary_data_size").asInt())
                .isEqualTo(3 * 5);
        ByteBuffer tensors = answer.tensors();
        assertThat(tensors.remaining()).isEqualTo(3 * 40 + 3 * 5);
        assertThat(tensors.getInt()).isEqualTo(36);
        tensors.position(tensors.position() + 36 + 80);
        assertThat(tensors.getInt()).isEqualTo(1);
        assertThat(tensors.get()).isEqualTo((byte) '1');
    }

    @Test
    void keepsOneOutputInJsonWhereTheOthersAreBinary() {
        Http.Bytes answer = infer(
                "{\"inputs\":[" + hour("FP64", 8) + "],\"outputs\":[{\"name\":\"probability\",\"parameters\":"
                        + "{\"binary_data\":false}}],\"parameters\":{\"binary_data_output\":true}}",
                bytes(8).putDouble(3).array());
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header(LENGTH)).isEmpty();
        assertThat(answer.json().at("/outputs/0/data/0").asDouble()).isEqualTo(expected(null, Double.NaN, 3));
    }

    static Stream<Arguments> malformed() {
        byte[] three = bytes(8).putDouble(3).array();
        String right = "{\"inputs\":[" + hour("FP64", 8) + "]}";
        String carrier = "{\"name\":\"carrier\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":"
                + "{\"binary_data_size\":%d}}";
        return Stream.of(
                Arguments.of(right, new byte[7], "Invalid binary_data_size of input dep_hour: 8 bytes, 7 are left"),
                Arguments.of(right, new byte[9], "1 bytes follow the last binary tensor"),
                Arguments.of(
                        "{\"inputs\":[" + hour("FP64", 4) + "]}", new byte[4], "4 bytes, FP64 in its shape makes 8"),
                Arguments.of("{\"inputs\":[" + hour("FP64", -8) + "]}", three, "Invalid binary_data_size"),
                Arguments.of(right.replace(":8}", ":\"8\"}"), three, "Invalid binary_data_size"),
                Arguments.of(right.replace(":8}", ":8.0}"), three, "Invalid binary_data_size"),
                Arguments.of(right.replace(":8}", ":99999999999999999999}"), three, "Invalid binary_data_size"),
                Arguments.of(
                        right.replace("\"parameters\"", "\"data\":[3],\"parameters\""), three, "data and a binary"),
                Arguments.of(right.replace("\"shape\":[1]", "\"shape\":[2147483647]"), three, "Too many rows"),
                Arguments.of(right.replace("FP64", "BYTES"), three, "Invalid datatype of input dep_hour: BYTES"),
                Arguments.of(right, bytes(8).putDouble(Double.NaN).array(), "dep_hour: row 0 is missing"),
                Arguments.of(right, bytes(8).putDouble(Double.NEGATIVE_INFINITY).array(), "not a finite number"),
                Arguments.of("{\"inputs\":[" + hour("FP16", 2) + "]}", new byte[] {0, 0x7C}, "not a finite number"),
                Arguments.of("{\"inputs\":[" + hour("BOOL", 1) + "]}", new byte[] {2}, "row 0 is not 0 or 1"),
                Arguments.of(
                        right.replace("\"inputs\":[", "\"inputs\":[" + String.format(carrier, 6) + ","),
                        joined(bytes(6).putInt(3).array(), three),
                        "Invalid data of input carrier: row 0 ends beyond"),
                Arguments.of(
                        right.replace("\"inputs\":[", "\"inputs\":[" + String.format(carrier, 4) + ","),
                        joined(bytes(4).putInt(-1).array(), three),
                        "Invalid data of input carrier: row 0 ends beyond"),
                Arguments.of(
                        right.replace("\"inputs\":[", "\"inputs\":[" + String.format(carrier, 6) + ","),
                        joined(bytes(6).putInt(1).array(), three),
                        "Invalid binary_data_size of input carrier: 6 bytes, its 1 elements take 5"),
                Arguments.of(
                        right.replace("\"inputs\":[", "\"inputs\":[" + String.format(carrier, 5) + ","),
                        joined(bytes(5).putInt(1).put((byte) 0xFF).array(), three),
                        "Invalid data of input carrier: row 0 is not UTF-8"),
                Arguments.of(
                        right.replace("\"inputs\":[", "\"inputs\":[" + String.format(carrier, 2004) + ","),
                        joined(bytes(2004).putInt(2000).array(), three),
                        "Invalid data of input carrier: row 0 is not a string of at most 1024"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesTensorsThatAreNotWhatTheirHeadSays(String json, byte[] tensors, String error) {
        Http.Bytes answer = infer(json, tensors);
        assertThat(answer.json().path("error").asText()).contains(error);
        assertThat(answer.status()).isEqualTo(error.startsWith("Too many") ? 413 : 400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    private static byte[] compressed(byte[] body, String coding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("codings")
    void readsAndWritesCompressedBodies(String coding) throws IOException {
        int rows = 100;
        byte[] hours = new byte[8 * rows];
        for (int row = 0; row < rows; row++) {
            LittleEndian.putFp64(hours, 8 * row, row);
        }
        byte[] json = ("{\"inputs\":[" + hour("FP64", 8 * rows).replace("[1]", "[100]")
                        + "],\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] packed = compressed(joined(json, hours), coding);
        Http.Bytes answer = http.bytes(
                PATH,
                packed,
                "Content-Encoding",
                coding,
                "Accept-Encoding",
                coding,
                LENGTH,
                Integer.toString(json.length));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo(coding);
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        ByteBuffer whole = ByteBuffer.wrap(
                        coding.equals("gzip")
                                ? new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body())).readAllBytes()
                                : new InflaterInputStream(new java.io.ByteArrayInputStream(answer.body()))
                                        .readAllBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        int head = Integer.parseInt(answer.header(LENGTH));
        assertThat(whole.getDouble(head + 8 * 99)).isEqualTo(expected(null, Double.NaN, 99));

        Http.Bytes plain = http.bytes(
                PATH,
                joined(json, hours),
                LENGTH,
                Integer.toString(json.length),
                "Accept-Encoding",
                coding + ";q=0, br");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.tensors().remaining()).isGreaterThan(800);
    }

    static Stream<String> codings() {
        return Stream.of("gzip", "deflate");
    }

    @ParameterizedTest
    @MethodSource("codings")
    void stopsReadingABodyThatGrowsBeyondTheLimit(String coding) throws IOException {
        byte[] bomb = compressed(new byte[64 << 20], coding);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(http.bytes(PATH, bomb, "Content-Encoding", coding).status()).isEqualTo(413);
        byte[] torn = Arrays.copyOf(bomb, 1000);
        Http.Bytes answer = http.bytes(PATH, torn, "Content-Encoding", coding);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).contains("content encoding " + coding);
        assertThat(http.bytes(PATH, bomb, "Content-Encoding", coding + ", " + coding)
                        .status())
                .isEqualTo(415);
    }
}
