package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.console.TestConsole.Answer;
import dev.perennial.registry.ModelName;
import dev.perennial.testing.servers.SharedTemporal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a request is told in whole sentences, with the status of its kind, and changes nothing. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String MODEL = "bad-input";
    private static final String DIGEST = "a".repeat(64);

    private final TestConsole console = new TestConsole(SharedTemporal.get().endpoint());

    @BeforeAll
    void declare() throws Exception {
        assertThat(console.send("POST", "/models", TestConsole.file(MODEL)).status())
                .isEqualTo(200);
    }

    @AfterAll
    void close() {
        console.close();
    }

    static Stream<Arguments> requests() {
        String model = "/models/" + MODEL;
        return Stream.of(
                Arguments.of("GET", "/nowhere", "", 404, "not-found", "No such route: GET /api/v1/nowhere"),
                Arguments.of(
                        "POST",
                        "/models",
                        "",
                        400,
                        "invalid",
                        "Invalid model file: it is empty, expected YAML with kind: Model"),
                Arguments.of("POST", "/models", "kind: Modle\n", 400, "invalid", "Invalid model file: 4 problems"),
                Arguments.of("GET", "/models/nope", "", 404, "not-found", "No model 'nope'; there are bad-input"),
                Arguments.of(
                        "GET",
                        "/models/No",
                        "",
                        400,
                        "invalid",
                        "Invalid model name: 'No', expected 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a"
                                + " letter or digit"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{",
                        400,
                        "invalid",
                        "Invalid body: it is not JSON at line 1, column 2"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "[]",
                        400,
                        "invalid",
                        "Invalid body: expected a JSON object with the fields [reason, table, asOf, commandId]"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{\"raeson\": \"typo\"}",
                        400,
                        "invalid",
                        "Invalid body: unknown field 'raeson', expected only [reason, table, asOf, commandId]"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{}",
                        400,
                        "invalid",
                        "Invalid body: 'reason' is missing, expected why a new version is wanted"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{\"reason\": 7}",
                        400,
                        "invalid",
                        "Invalid body: 'reason' is a number, expected text"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{\"reason\": \"r\", \"asOf\": \"yesterday\"}",
                        400,
                        "invalid",
                        "Invalid body: 'asOf' is 'yesterday', expected the form 2013-06-03T00:00:00Z"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{\"reason\": \"r\", \"commandId\": \"a b\"}",
                        400,
                        "invalid",
                        "Invalid body: 'commandId' is not 1 to 100 letters, digits and '.', '_', ':', '-'"),
                Arguments.of(
                        "POST",
                        model + "/retrainings",
                        "{\"reason\": \"r\", \"table\": \"" + DIGEST + "\"}",
                        404,
                        "not-found",
                        "No table aaaaaaaaaaaa in the store; upload it first"),
                Arguments.of(
                        "GET",
                        model + "/retrainings/nope",
                        "",
                        404,
                        "not-found",
                        "No retraining run 'nope' of bad-input"),
                Arguments.of(
                        "POST",
                        model + "/rollback",
                        "{\"to\": \"other@1\"}",
                        400,
                        "invalid",
                        "Invalid target: other@1 is not a version of bad-input"),
                Arguments.of(
                        "POST",
                        model + "/rollback",
                        "{\"to\": \"first\"}",
                        400,
                        "invalid",
                        "Invalid version: 'first', expected the form flight-delay@3"),
                Arguments.of(
                        "POST",
                        model + "/rollout/stop",
                        "{}",
                        404,
                        "not-found",
                        "No such command to a rollout: 'stop', expected pause, resume, promote or abort"),
                Arguments.of(
                        "POST",
                        model + "/hold/release",
                        "{}",
                        400,
                        "invalid",
                        "Invalid body: 'reason' is missing, expected why the model may be retrained and rolled out"
                                + " again"),
                Arguments.of(
                        "POST",
                        model + "/monitor/run",
                        "{\"window\": \"June\"}",
                        400,
                        "invalid",
                        "Invalid window: 'June', expected the form 2013-06-03T00:00Z/P7D"),
                Arguments.of(
                        "POST",
                        model + "/monitor/run",
                        "{\"wait\": \"long\"}",
                        400,
                        "invalid",
                        "Invalid body: 'wait' is 'long', expected a duration such as PT30S"),
                Arguments.of(
                        "POST",
                        model + "/monitor/run",
                        "{}",
                        409,
                        "conflict",
                        "Cannot look at what is due of bad-input: its monitoring is not started; start it, or name a"
                                + " window"),
                Arguments.of(
                        "POST",
                        model + "/monitor/pause",
                        "{}",
                        409,
                        "conflict",
                        "Cannot pause monitoring of bad-input: it is not running"),
                Arguments.of(
                        "GET",
                        model + "/reports/latest",
                        "",
                        404,
                        "not-found",
                        "No window of bad-input has been evaluated yet"),
                Arguments.of(
                        "GET",
                        model + "/history?limit=0",
                        "",
                        400,
                        "invalid",
                        "Invalid limit: '0', expected a whole number from 1 to 1000"),
                Arguments.of(
                        "GET",
                        model + "/history?since=June",
                        "",
                        400,
                        "invalid",
                        "Invalid since: 'June', expected the form 2013-06-03T00:00:00Z"),
                Arguments.of(
                        "GET",
                        model + "/history/99",
                        "",
                        404,
                        "not-found",
                        "No entry 99 in the history of bad-input; the newest is 1"),
                Arguments.of(
                        "GET",
                        model + "/versions/1",
                        "",
                        404,
                        "not-found",
                        "No version bad-input@1; there is none yet"),
                Arguments.of("GET", "/reviews/nope", "", 404, "not-found", "No review 'nope'; open reviews: []"),
                Arguments.of(
                        "GET",
                        "/reviews?status=some",
                        "",
                        400,
                        "invalid",
                        "Invalid status: 'some', expected open or all"),
                Arguments.of(
                        "POST",
                        model + "/imports",
                        "x,y\n1,2\n",
                        400,
                        "invalid",
                        "Invalid table: the body is not a Parquet file: it has 8 bytes"),
                Arguments.of(
                        "POST",
                        model + "/tables",
                        "PAR1 but nothing behind it",
                        400,
                        "invalid",
                        "Invalid table: the body is not a Parquet file: it does not end in PAR1"));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("requests")
    void isRefusedInWholeSentences(String method, String path, String body, int status, String code, String message)
            throws Exception {
        Answer answer = console.send(method, path, body);

        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(console.registry().state(new ModelName(MODEL)).seq()).isEqualTo(1);
    }

    @Test
    void aModelFilesProblemsHaveTheirPlace() throws Exception {
        String file = TestConsole.file(MODEL).replace("type: number", "type: nmber");

        Answer answer = console.send("POST", "/models", file);

        assertThat(answer.message()).isEqualTo("Invalid model file: 1 problem");
        assertThat(answer.body().at("/error/problems/0/line").asInt()).isEqualTo(7);
        assertThat(answer.body().at("/error/problems/0/column").asInt()).isEqualTo(23);
        assertThat(answer.body().at("/error/problems/0/message").asText())
                .isEqualTo("Invalid spec.features[0].type: 'nmber', expected number or category; did you mean number?");
    }

    @Test
    void aChangeWithoutANameIsForbidden() throws Exception {
        assertThat(raw("POST /api/v1/models", "Host: localhost", "Content-Length: 0"))
                .startsWith("HTTP/1.1 403")
                .contains("Cannot POST /api/v1/models: the header X-Perennial-Actor is missing, expected the name of"
                        + " the person who asks");
    }

    @Test
    void thePlatformsPartsDoNotAsk() throws Exception {
        assertThat(raw(
                        "POST /api/v1/models",
                        "Host: localhost",
                        "X-Perennial-Actor: system:retrain",
                        "Content-Length: 0"))
                .startsWith("HTTP/1.1 403")
                .contains("Cannot POST /api/v1/models as 'system:retrain': a person asks, the platform's parts do not");
    }

    @Test
    void anotherSitesNameForThisMachineIsForbidden() throws Exception {
        assertThat(raw("GET /api/v1/models", "Host: evil.example:" + console.port()))
                .startsWith("HTTP/1.1 403")
                .contains("Cannot answer requests for the host 'evil.example': the control API answers on this machine"
                        + " only, as localhost, 127.0.0.1 or [::1]");
    }

    private String raw(String request, String... headers) throws IOException {
        String lines = request + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(lines.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
