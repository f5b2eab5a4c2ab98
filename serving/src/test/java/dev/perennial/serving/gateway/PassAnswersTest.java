package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LogColumns;
import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.log.LoggedPairing;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.log.ShipperSettings;
import dev.perennial.serving.routing.HeldVersion;
import dev.perennial.serving.routing.HeldVersion.How;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PassAnswersTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final long AT = 1_362_132_000_000L;

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final CountDownLatch written = new CountDownLatch(1);
    private final GatewayMetrics metrics = new GatewayMetrics(AccessLog.start(AccessLevel.OFF));
    private final Answers answers = new Answers(metrics);

    @Test
    void oneWriteHoldsThePredictionsOfAPassWithTheColumnsOfEveryModelAmongThem() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.open(new WalSettings(
                        directory, "gw1", 1, Durability.WRITTEN, 1 << 20, 1 << 26, Duration.ofMillis(20)));
                PairedScoring pairs = PairedScoring.start(log, metrics);
                LogShipper shipper = LogShipper.start(log, store, new ShipperSettings(NEVER, NEVER, NEVER), () -> {})) {
            PassAnswers pass = new PassAnswers(log, pairs);
            Undertow server = server(exchange -> handle(exchange, pass));
            try {
                send(port(server), log);
            } finally {
                server.stop();
            }

            assertThat(shipper.flush()).isTrue();
            assertThat(shipper.statistics().unreadable()).isZero();
            assertThat(store.list("predictions/", "", 10))
                    .extracting(key -> key.replaceAll("predictions/|/dt=.*", ""))
                    .containsExactly("model=first", "model=second", "model=third");
        }
    }

    @Test
    void noRowIsScoredByAnotherVersionBeforeItsPredictionIsOnItsWayIntoTheLog() throws Exception {
        HeldVersion other = new HeldVersion(2, GatewayFixture.SCHEMA, How.UNTIL_STALLED);
        other.letGo();
        RouteTable table = HeldVersion.routes(ModelSpecReader.read(GatewayFixture.SPEC), null, List.of(other));
        AtomicInteger askedBefore = new AtomicInteger(-1);
        try (WriteAheadLog log = WriteAheadLog.open(new WalSettings(
                        directory, "gw1", 1, Durability.WRITTEN, 1 << 20, 1 << 26, Duration.ofMillis(20)));
                PairedScoring pairs = PairedScoring.start(log, metrics)) {
            PassAnswers pass = new PassAnswers(log, pairs);
            Undertow server = server(exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
                UUID id = table.ids().next(AT);
                pass.hold(
                        table.columns(),
                        record(table.columns(), id),
                        new LoggedAnswer(exchange, answers, 200, json(), () -> {}),
                        List.of(new PairedScoring.Pair(table, other, new FeatureRow(GatewayFixture.SCHEMA), id, AT)));
                pairs.settle(100, TimeUnit.MILLISECONDS);
                askedBefore.set(other.asked());
                pass.send();
            }));
            try {
                assertThat(new Http(port(server)).get("/").status()).isEqualTo(200);
            } finally {
                server.stop();
            }
            assertThat(askedBefore).hasValue(0);
            assertThat(pairs.settle(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.asked()).isEqualTo(1);
            log.seal();
            assertThat(log.content(log.sealedSegments().get(0)).frames())
                    .extracting(SegmentContent.Frame::type)
                    .containsExactly(LogColumns.TYPE, LoggedPrediction.TYPE, LoggedPairing.TYPE);
        }
    }

    private static Undertow server(HttpHandler handler) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", handler)
                .setIoThreads(1)
                .setWorkerThreads(1)
                .build();
        server.start();
        return server;
    }

    private static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private void send(int port, WriteAheadLog log) throws Exception {
        List<RawConnection> connections = new ArrayList<>();
        for (int number = 0; number < 9; number++) {
            RawConnection connection = new RawConnection(port);
            connection.post("/nothing", "");
            assertThat(connection.receive()).startsWith("HTTP/1.1 200");
            connections.add(connection);
        }
        assertThat(new Http(port).get("/hold").status()).isEqualTo(200);
        for (int number = 0; number < 9; number++) {
            connections
                    .get(number)
                    .post("/" + List.of("first", "second", "third").get(number % 3), "");
        }
        written.countDown();
        for (RawConnection connection : connections) {
            assertThat(connection.receive()).startsWith("HTTP/1.1 200").endsWith("{}");
            connection.close();
        }
        assertThat(log.statistics().appends()).isEqualTo(9);
        assertThat(log.statistics().writes()).isEqualTo(1);
    }

    private void handle(HttpServerExchange exchange, PassAnswers pass) throws InterruptedException {
        String path = exchange.getRequestPath().substring(1);
        if (path.equals("nothing")) {
            exchange.endExchange();
        } else if (path.equals("hold")) {
            exchange.endExchange();
            written.await();
        } else {
            ModelName model = new ModelName(path);
            LogColumns columns = LogColumns.of(model, GatewayFixture.SCHEMA);
            UUID id = new PredictionIds(PredictionKey.ofSecret("the secret of these tests"), model).next(AT);
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> pass.add(
                            columns,
                            record(columns, id),
                            new LoggedAnswer(exchange, answers, 200, json(), () -> {}),
                            List.of(),
                            exchange.getIoThread()));
        }
    }

    private static FrameBuffer record(LogColumns columns, UUID id) {
        FrameBuffer record = new FrameBuffer();
        new LoggedPrediction(id, AT, 0, 1, Arm.CHAMPION, null, 0.5, 2, Double.NaN, 1, null)
                .encode(columns, new FeatureRow(GatewayFixture.SCHEMA), record);
        return record;
    }

    private static ByteBuffer json() {
        return ByteBuffer.wrap("{}".getBytes(StandardCharsets.US_ASCII));
    }
}
