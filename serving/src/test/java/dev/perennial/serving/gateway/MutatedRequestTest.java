package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.Checkout;
import dev.perennial.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway answers whatever comes: what it takes with 200, what it does not with a status of the client's fault. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutatedRequestTest {
    private static final int REQUESTS = 1500;

    private final Gateway gateway;
    private final Http http;

    MutatedRequestTest(@TempDir Path directory) {
        SwitchableStore store = new SwitchableStore();
        GatewayFixture fixture = new GatewayFixture(store);
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

    /** The inputs of the fuzz test, without the two bytes before them. */
    private static List<byte[]> bodies() throws IOException {
        Path inputs = Checkout.root()
                .resolve("serving/src/test/resources/dev/perennial/serving/gateway/RequestFuzzTestInputs")
                .resolve("readsInferenceRequests");
        List<byte[]> bodies = new ArrayList<>();
        try (Stream<Path> files = Files.list(inputs)) {
            for (Path file : files.sorted().toList()) {
                byte[] input = Files.readAllBytes(file);
                bodies.add(Arrays.copyOfRange(input, Math.min(2, input.length), input.length));
            }
        }
        return bodies;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void isAnsweredWellFormed(long seed) throws IOException {
        Mutations mutations = new Mutations(seed);
        List<byte[]> inferences = bodies();
        String id = http.infer(
                        "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}")
                .id();
        List<byte[]> labels = List.of(
                ("{\"prediction_id\":\"" + id + "\",\"label\":1}").getBytes(StandardCharsets.UTF_8),
                ("{\"feedback\":[{\"prediction_id\":\"" + id + "\",\"label\":0,\"source\":\"s\"},{\"label\":\"x\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int request = 0; request < REQUESTS; request++) {
            boolean feedback = mutations.oneIn(4);
            byte[] body = mutations.of(feedback ? labels : inferences);
            List<String> headers = new ArrayList<>();
            int json = new String(body, StandardCharsets.ISO_8859_1).lastIndexOf('}') + 1;
            if (mutations.oneIn(2)) {
                headers.addAll(List.of("Inference-Header-Content-Length", mutations.length(json, body.length)));
            }
            if (mutations.oneIn(8)) {
                headers.addAll(List.of("Content-Encoding", "gzip"));
                body = mutations.oneIn(4) ? body : packed(body);
            }
            Http.Bytes answer = http.bytes(
                    "/v2/models/flight-delay/" + (feedback ? "feedback" : "infer"),
                    body,
                    headers.toArray(String[]::new));
            statuses.merge(answer.status(), 1, Integer::sum);
            assertThat(answer.status())
                    .as(() -> "request with " + headers + ": " + answer.text())
                    .matches(status -> status == 200 || (status >= 400 && status < 500));
            if (answer.status() == 200) {
                assertThat(answer.json().isObject()).isTrue();
            } else {
                assertThat(answer.json().path("error").asText()).isNotBlank();
            }
        }
        // Else the mutations would be too wild or too tame to tell anything.
        assertThat(statuses.get(200)).isGreaterThan(REQUESTS / 200);
        assertThat(statuses.get(400)).isGreaterThan(REQUESTS / 4);
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
