package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.serving.wal.Durability;
import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OverloadTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);

    @BeforeEach
    void declare() {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.5));
    }

    private Gateway start(int requestsInFlight, int segmentBytes, long logBytes) {
        GatewaySettings fast = GatewayFixture.settings(directory.resolve("gateway"));
        GatewaySettings.Limits limits = fast.limits();
        Gateway gateway = Gateway.start(
                fast.withLogging(new GatewaySettings.Logging(
                                Durability.WRITTEN,
                                WhenLogFails.STRICT,
                                fast.logging().flushEvery(),
                                segmentBytes,
                                logBytes))
                        .withLimits(new GatewaySettings.Limits(
                                limits.bodyBytes(),
                                limits.rowsPerRequest(),
                                requestsInFlight,
                                limits.deadline(),
                                limits.drainWithin())),
                fixture.registry(),
                store,
                InstantSource.system());
        Http http = new Http(gateway.port());
        Eventually.within(
                SOON,
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
        return gateway;
    }

    /** A request whose body waits for its second half. */
    private static Socket halfARequest(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v2/models/flight-delay/infer HTTP/1.1\r\nHost: x\r\nContent-Length: " + ROW.length()
                        + "\r\n\r\n" + ROW.substring(0, 20))
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static String finish(Socket socket) throws IOException {
        socket.getOutputStream().write(ROW.substring(20).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[4096];
        int length = in.read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void shedsWhatIsMoreThanItsLimitAndRecovers() throws IOException {
        try (Gateway gateway = start(1, 1 << 20, 1 << 28)) {
            Http http = new Http(gateway.port());
            try (Socket slow = halfARequest(gateway.port())) {
                Eventually.within(
                        SOON,
                        "the second request is shed",
                        () -> http.infer(ROW).status() == 429);
                assertThat(http.infer(ROW).retryAfter()).isEqualTo("1");
                assertThat(http.get("/v2/health/live").status()).isEqualTo(200);
                assertThat(finish(slow)).startsWith("HTTP/1.1 200");
            }
            Eventually.within(SOON, "it answers again", () -> http.infer(ROW).status() == 200);
        }
    }

    @Test
    void answersWhatIsInFlightBeforeItStops() throws Exception {
        Gateway gateway = start(8, 1 << 20, 1 << 28);
        Http http = new Http(gateway.port());
        try (Socket slow = halfARequest(gateway.port())) {
            Eventually.within(
                    SOON,
                    "the request is in flight",
                    () -> http.get("/metrics").body().contains("perennial_gateway_requests_in_flight 1"));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
            Eventually.within(
                    SOON, "new requests are refused", () -> http.infer(ROW).status() == 503);
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(503);
            assertThat(closing).isNotDone();
            assertThat(finish(slow)).startsWith("HTTP/1.1 200");
            closing.join();
        }
        // Another file holds a request that was let in before the gateway began to close.
        assertThat(store.createdLogFiles()).hasSizeBetween(1, 2);
    }

    @Test
    void refusesWithoutLosingAnythingWhileTheLogIsFullAndTheStoreIsDown() {
        try (Gateway gateway = start(8, 1024, 8192)) {
            Http http = new Http(gateway.port());
            store.down();
            int answered = 0;
            Http.Answer answer = http.infer(ROW);
            while (answer.status() == 200) {
                answered++;
                answer = http.infer(ROW);
            }
            assertThat(answered).isBetween(10, 100);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).isEqualTo("Cannot log the request, so it is not answered: try again");
            assertThat(http.get("/v2/health/ready").error()).isEqualTo("Not ready: the log takes no records");
            store.up();
            Eventually.within(SOON, "it answers again", () -> http.infer(ROW).status() == 200);
            assertThat(gateway.logStatistics().appends()).isEqualTo(answered + 1);
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void asksForTheBodyThatAClientHoldsBack() throws IOException {
        try (Gateway gateway = start(8, 1 << 20, 1 << 28);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /v2/models/flight-delay/infer HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: " + ROW.length() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(ROW.getBytes(StandardCharsets.US_ASCII));
            length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void readsItsSettingsFromTheEnvironmentAndKeepsItsSecret() {
        GatewaySettings settings = GatewaySettings.fromEnvironment(Map.of(
                "PERENNIAL_GATEWAY_DATA", "/data",
                "PERENNIAL_GATEWAY_PORT", "9090",
                "PERENNIAL_GATEWAY_FLUSH", "PT0.5S",
                "PERENNIAL_GATEWAY_DURABILITY", "sync",
                "PERENNIAL_TRUSTED_KEYS", GatewayFixture.KEY.publicPem(),
                "PERENNIAL_PREDICTION_KEY", "a very secret secret"));
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/data"));
        assertThat(settings.port()).isEqualTo(9090);
        assertThat(settings.logging().flushEvery()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.logging().durability()).isEqualTo(Durability.SYNC);
        assertThat(settings.toString()).doesNotContain("secret secret").contains("***");
        assertThat(settings.trustedKeys().orElseThrow().ids()).containsExactly(GatewayFixture.KEY.id());
        assertThat(GatewaySettings.fromEnvironment(Map.of("PERENNIAL_TRUSTED_KEYS", "none"))
                        .trustedKeys())
                .isEmpty();
        assertThatThrownBy(() -> GatewaySettings.fromEnvironment(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Missing PERENNIAL_TRUSTED_KEYS or PERENNIAL_TRUSTED_KEYS_FILE: expected the public keys");
        assertThatThrownBy(() -> GatewaySettings.fromEnvironment(Map.of("PERENNIAL_GATEWAY_PORT", "http")))
                .hasMessage("Invalid PERENNIAL_GATEWAY_PORT: 'http', expected a whole number from 0 to 65535");
    }
}
