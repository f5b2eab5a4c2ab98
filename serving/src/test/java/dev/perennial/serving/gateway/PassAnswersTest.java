package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LogColumns;
import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.log.ShipperSettings;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PassAnswersTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final CountDownLatch written = new CountDownLatch(1);

    @Test
    void oneWriteHoldsThePredictionsOfAPassWithTheColumnsOfEveryModelAmongThem() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.open(new WalSettings(
                        directory, "gw1", 1, Durability.WRITTEN, 1 << 20, 1 << 26, Duration.ofMillis(20)));
                LogShipper shipper = LogShipper.start(log, store, new ShipperSettings(NEVER, NEVER, NEVER), () -> {})) {
            PassAnswers pass = new PassAnswers(log);
            Answers answers = new Answers(new GatewayMetrics(AccessLog.start(AccessLevel.OFF)));
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1", exchange -> handle(exchange, pass, answers))
                    .setIoThreads(1)
                    .setWorkerThreads(1)
                    .build();
            server.start();
            try {
                send(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort(), log);
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

    private void handle(HttpServerExchange exchange, PassAnswers pass, Answers answers) throws InterruptedException {
        String path = exchange.getRequestPath().substring(1);
        if (path.equals("nothing")) {
            exchange.endExchange();
        } else if (path.equals("hold")) {
            exchange.endExchange();
            written.await();
        } else {
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> predict(new ModelName(path), exchange, pass, answers));
        }
    }

    private static void predict(ModelName model, HttpServerExchange exchange, PassAnswers pass, Answers answers) {
        LogColumns columns = LogColumns.of(model, GatewayFixture.SCHEMA);
        FrameBuffer record = new FrameBuffer();
        new LoggedPrediction(
                        new PredictionIds(PredictionKey.ofSecret("the secret of these tests"), model)
                                .next(1_362_132_000_000L),
                        1_362_132_000_000L,
                        0,
                        1,
                        Arm.CHAMPION,
                        null,
                        0.5,
                        0,
                        Double.NaN,
                        1,
                        null)
                .encode(columns, new FeatureRow(GatewayFixture.SCHEMA), record);
        ByteBuffer json = ByteBuffer.wrap("{}".getBytes(StandardCharsets.US_ASCII));
        pass.add(
                columns,
                record.take(),
                new LoggedAnswer(exchange, answers, 200, json, () -> {}),
                exchange.getIoThread());
    }
}
