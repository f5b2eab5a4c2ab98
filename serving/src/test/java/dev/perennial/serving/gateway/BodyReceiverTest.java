package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of all sizes, with a stated length and without, come as they were sent or are refused. */
@Timeout(60)
class BodyReceiverTest {
    private static final int LIMIT = 300_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BodyReader bodies = new BodyReader(
            LIMIT, new InFlight(8, 4L * LIMIT), new Answers(new GatewayMetrics(AccessLog.start(AccessLevel.OFF))));
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1", this::handle)
            .setIoThreads(1)
            .build();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void handle(HttpServerExchange exchange) {
        try {
            bodies.read(exchange, (read, body) -> {
                // Else the connection would be given up some time after a body that came whole.
                assertThat(read.isRequestComplete()).isTrue();
                read.getResponseSender().send(ByteBuffer.wrap(body));
            });
        } catch (RejectedRequestException refusal) {
            exchange.setStatusCode(refusal.status());
        }
    }

    private static Stream<Integer> sizes() {
        return Stream.of(0, 1, 4095, 4096, 4097, 65_535, 65_536, 65_537, 200_000, LIMIT - 1, LIMIT);
    }

    @Test
    void aBodyOfStatedLengthComesAsItWasSent() throws Exception {
        for (int size : sizes().toList()) {
            byte[] sent = bytes(size);
            assertThat(post(BodyPublishers.ofByteArray(sent)).body()).isEqualTo(sent);
        }
    }

    @Test
    void aBodyInChunksComesAsItWasSent() throws Exception {
        for (int size : sizes().toList()) {
            byte[] sent = bytes(size);
            assertThat(post(BodyPublishers.ofInputStream(() -> inPieces(sent))).body())
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 2 * LIMIT})
    void moreThanTheLimitIsRefused(int size) throws Exception {
        assertThat(post(BodyPublishers.ofByteArray(bytes(size))).statusCode()).isEqualTo(413);
        assertThat(post(BodyPublishers.ofInputStream(() -> inPieces(bytes(size))))
                        .statusCode())
                .isEqualTo(413);
    }

    private HttpResponse<byte[]> post(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(20))
                .POST(body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    /* Read, and so sent, in pieces of odd sizes. */
    private static InputStream inPieces(byte[] bytes) {
        SplittableRandom random = new SplittableRandom(1);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, random.nextInt(1, 30_000)));
            }
        };
    }
}
