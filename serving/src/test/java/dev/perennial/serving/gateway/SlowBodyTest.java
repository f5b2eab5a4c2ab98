package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.Eventually;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not send what they announced. */
@Timeout(60)
class SlowBodyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final String BODY = "0123456789";

    private final InFlight inFlight = new InFlight(8, BODY.length());
    private final BodyReader bodies = new BodyReader(
            1 << 16, inFlight, new Answers(new GatewayMetrics(AccessLog.start(AccessLevel.OFF))), PATIENCE);
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
        inFlight.enter();
        exchange.addExchangeCompleteListener((ended, next) -> {
            inFlight.leave();
            next.proceed();
        });
        bodies.read(exchange, (read, body) -> read.getResponseSender().send(ByteBuffer.wrap(body)));
    }

    private Socket half() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
        socket.setSoTimeout(20_000);
        send(
                socket,
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, 5));
        Eventually.within(SOON, "half a body is held", () -> inFlight.count() == 1);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void halfABodyIsGivenUpAndGivesItsPlaceBack() throws IOException {
        try (Socket socket = half()) {
            assertThat(inFlight.hold(1)).as("room beside it").isFalse();
            Eventually.within(SOON, "nobody is in flight", () -> inFlight.count() == 0);
            assertThat(inFlight.hold(BODY.length())).as("room after it").isTrue();
            assertThat(ended(socket)).isTrue();
        }
    }

    @Test
    void aConnectionThatSentItsBodyInTimeStaysOpen() throws IOException {
        try (Socket socket = half()) {
            send(socket, BODY.substring(5));
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith(BODY);
            long begun = System.nanoTime();
            Eventually.within(SOON, "its patience is over", () -> System.nanoTime() - begun > 2 * PATIENCE.toNanos());
            send(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n7");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("7");
        }
    }

    private static String answer(Socket socket) throws IOException {
        byte[] answer = new byte[4096];
        int length = socket.getInputStream().read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
