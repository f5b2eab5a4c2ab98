package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedRequestTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PATH = "/v2/models/flight-delay/infer";
    private static final byte[] ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[8731.5]}]}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final Lines lines = new Lines();
    private final Logger access = (Logger) LoggerFactory.getLogger("dev.perennial.serving.access");
    private final Gateway gateway;
    private final Http http;

    ObservedRequestTest(@TempDir Path directory) {
        lines.start();
        access.addAppender(lines);
        SwitchableStore store = new SwitchableStore();
        GatewayFixture fixture = new GatewayFixture(store);
        fixture.declare(GatewayFixture.SPEC.replace(
                "{name: temp, type: number}", "{name: temp, type: number, unit: degF, range: [-60, 130]}"));
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
        access.detachAppender(lines);
    }

    private String line(String requestId) {
        Eventually.within(
                SOON, "the line of " + requestId, () -> lines.of(requestId).isPresent());
        return lines.of(requestId).orElseThrow();
    }

    @Test
    void tellsOfARequestWithoutItsValues() {
        Http.Bytes answer = http.bytes(PATH, ROW, "X-Request-Id", "client-7/a");
        assertThat(answer.header("X-Request-Id")).isEqualTo("client-7/a");
        assertThat(answer.header("traceparent")).isEmpty();
        assertThat(line("client-7/a"))
                .matches("method=POST path=/v2/models/\\{model}/infer model=flight-delay status=200 bytes="
                        + answer.body().length + " micros=[0-9]+ request=client-7/a");
        assertThat(lines.all()).noneMatch(line -> line.contains("8731"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "caf\u00e9", "<script>", "a,b"})
    void givesItsOwnIdInPlaceOfAnUnfitOne(String unfit) {
        String id = http.bytes(PATH, ROW, "X-Request-Id", unfit).header("X-Request-Id");
        assertThat(id).matches("[0-9a-f]+-[0-9a-f]+");
        assertThat(line(id)).contains(" status=200 ");
    }

    @Test
    void namesEveryAnswerErrorsIncluded() {
        Http.Bytes refused = http.bytes(PATH, new byte[0]);
        Http.Bytes unknown = http.bytes("/v2/models/some-person/infer", ROW);
        assertThat(refused.header("X-Request-Id")).isNotEmpty().isNotEqualTo(unknown.header("X-Request-Id"));
        assertThat(line(refused.header("X-Request-Id"))).contains(" model=flight-delay status=400 ");
        assertThat(line(unknown.header("X-Request-Id"))).contains(" model=- status=404 ");
        assertThat(lines.all()).noneMatch(line -> line.contains("some-person"));
    }

    @Test
    void handsTheTraceOnWithASpanOfItsOwn() {
        Http.Bytes answer =
                http.bytes(PATH, ROW, "traceparent", "00-" + TRACE + "-" + SPAN + "-01", "X-Request-Id", "t1");
        assertThat(answer.header("traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
        String span = answer.header("traceparent").substring(36, 52);
        assertThat(span).isNotEqualTo(SPAN);
        assertThat(line("t1")).endsWith(" request=t1 trace=" + TRACE + " span=" + span + " parent=" + SPAN);
        assertThat(TraceContext.below("cc-" + TRACE + "-" + SPAN + "-00-later")).isNotNull();
    }

    static Stream<String> unfitTraces() {
        return Stream.of(
                "",
                "00-" + TRACE,
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-" + SPAN + "-01",
                "00-" + "0".repeat(32) + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + "0".repeat(16) + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "cc-" + TRACE + "-" + SPAN + "-01.more",
                "00-" + TRACE + "-" + SPAN + "-0g");
    }

    @ParameterizedTest
    @MethodSource("unfitTraces")
    void ignoresWhatIsNoTrace(String header) {
        assertThat(TraceContext.below(header)).isNull();
    }

    @Test
    void countsRequestsByModelPathAndStatus() {
        http.bytes(PATH, ROW);
        http.bytes(PATH, new byte[0]);
        http.bytes("/v2/models/nobody/infer", ROW);
        Eventually.within(SOON, "the counts", () -> {
            String text = http.get("/metrics").body();
            String infer = "path=\"/v2/models/{model}/infer\",status=";
            return text.contains("perennial_gateway_requests_total{model=\"flight-delay\"," + infer + "\"200\"} ")
                    && text.contains("perennial_gateway_requests_total{model=\"flight-delay\"," + infer + "\"400\"} ")
                    && text.contains("perennial_gateway_requests_total{model=\"\"," + infer + "\"404\"} ")
                    && text.contains("perennial_gateway_access_lines_dropped_total 0\n")
                    && text.contains(
                            "perennial_gateway_inference_seconds_count{model=\"flight-delay\",version=\"1\",arm=\"champion\"} ")
                    && !text.contains("nobody");
        });
    }

    @Test
    void describesWhatItServes() {
        JsonNode server = http.get("/v2").json();
        assertThat(server.path("extensions").toString()).isEqualTo("[\"binary_tensor_data\",\"model_repository\"]");
        JsonNode model = http.get("/v2/models/flight-delay").json();
        assertThat(model.at("/inputs/1").toString())
                .isEqualTo("{\"name\":\"temp\",\"datatype\":\"FP64\",\"shape\":[-1],\"parameters\":"
                        + "{\"presence\":\"optional\",\"unit\":\"degF\",\"range_low\":-60.0,\"range_high\":130.0}}");
        assertThat(model.at("/inputs/0/parameters/max_categories").asInt()).isEqualTo(32);
        assertThat(model.at("/parameters/champion").asText()).isEqualTo("1");
        assertThat(model.at("/parameters").has("matrix_input")).isFalse();
        JsonNode version = http.get("/v2/models/flight-delay/versions/1").json();
        assertThat(version.path("versions").toString()).isEqualTo("[\"1\"]");
        assertThat(version.at("/parameters/algorithm").asText()).isEqualTo("linear");
        assertThat(version.at("/parameters/digest").asText()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ready\":true}", "{\"ready\":false,\"other\":[1]}"})
    void listsItsRepository(String body) {
        assertThat(http.post("/v2/repository/index", body).body())
                .isEqualTo("[{\"name\":\"flight-delay\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}]");
    }

    @Test
    void leavesLoadingToTheRegistry() {
        assertThat(List.of(
                        http.post("/v2/repository/index", "{\"ready\":1}").status(),
                        http.post("/v2/repository/index", "[]").status(),
                        http.post("/v2/repository/index", "{").status(),
                        http.post("/v2/repository/models/none/load", "{}").status(),
                        http.post("/v2/repository/models/flight-delay/drop", "").status(),
                        http.post("/v2/repository/models/", "").status(),
                        http.get("/v2/repository/models/flight-delay/load").status()))
                .containsExactly(400, 400, 400, 404, 404, 404, 405);
        Http.Answer unload = http.post(
                "/v2/repository/models/flight-delay/unload", "{\"parameters\":{\"unload_dependents\":false}}");
        assertThat(unload.status()).isEqualTo(409);
        assertThat(unload.error())
                .isEqualTo("Cannot unload model flight-delay: the registry decides which versions are served");
    }

    /** The lines of the access log. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> written = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            written.add(event.getFormattedMessage());
        }

        List<String> all() {
            return written;
        }

        java.util.Optional<String> of(String requestId) {
            return written.stream()
                    .filter(line -> (line + " ").contains(" request=" + requestId + " "))
                    .findFirst();
        }
    }
}
