package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.serving.routing.HeldVersion;
import dev.perennial.serving.routing.HeldVersion.How;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import dev.perennial.testing.Eventually;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class StallTest {
    private static final FeatureSchema SCHEMA = GatewayFixture.SCHEMA;
    private static final String PATH = "/infer";
    private static final String TWO_ROWS =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[7,19]}]}";
    private static final ModelSpec SPEC = ModelSpecReader.read(GatewayFixture.SPEC.replace(
            "fallback: {constant: 0.25}",
            "fallback: {version: 3, rules: [{when: dep_hour >= 18, answer: 0.4}], constant: 0.2}"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"WAITING", "SPINNING"})
    void aVersionThatDoesNotComeBackIsAnsweredForByTheRulesAndAskedNoMore(How how) {
        HeldVersion held = new HeldVersion(1, SCHEMA, how);
        try (Serving serving =
                new Serving(HeldVersion.routes(SPEC, null, List.of(held, HeldVersion.constant(3, SCHEMA, 0.6))), 1)) {
            Http.Answer first = serving.http.post(PATH, TWO_ROWS);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.arm()).isEqualTo("fallback");
            assertThat(first.json().at("/outputs/0/data").toString()).isEqualTo("[0.2,0.4]");
            assertThat(serving.log.statistics().appends()).isEqualTo(1);
            assertThat(held.asked()).isEqualTo(1);

            held.letGo();
            Http.Answer second = serving.http.post(PATH, TWO_ROWS);
            assertThat(second.json().at("/outputs/0/data").toString()).isEqualTo("[0.6,0.6]");
            assertThat(second.arm()).isEqualTo("fallback");
            assertThat(held.asked()).isEqualTo(1);
            assertThat(serving.table.problems()).containsExactly("version 1 has stalled and is asked no more");
            assertThat(serving.metrics()).contains("perennial_gateway_stalled_requests_total 1");
        }
    }

    @Test
    void aVersionThatComesBackMeanwhileDoesNotEndTheAnswer() {
        Duration fastest = Duration.ofDays(1);
        for (int round = 0; round < 10; round++) {
            HeldVersion held = new HeldVersion(1, SCHEMA, How.UNTIL_STALLED);
            try (Serving serving = new Serving(HeldVersion.routes(SPEC, null, List.of(held)), 1)) {
                long sent = System.nanoTime();
                Http.Answer answer = serving.http.post(PATH, TWO_ROWS);
                Duration waited = Duration.ofNanos(System.nanoTime() - sent);
                fastest = waited.compareTo(fastest) < 0 ? waited : fastest;
                assertThat(answer.body()).as("answer of round " + round).isNotEmpty();
                assertThat(answer.arm()).isEqualTo("fallback");
            }
        }
        // 20 ms and the way there and back; how long one of them takes is the machine's affair.
        assertThat(fastest).isLessThan(Duration.ofMillis(150));
    }

    @Test
    void whatIsHeldIsTheAnswerOfOneThreadAndNotTheGateway() {
        HeldVersion held = new HeldVersion(1, SCHEMA, How.WAITING);
        try (Serving serving = new Serving(HeldVersion.routes(SPEC, null, List.of(held)), 2)) {
            assertThat(serving.http.post(PATH, TWO_ROWS).arm()).isEqualTo("fallback");
            Eventually.within(Duration.ofSeconds(30), "a thread is known to be stuck", serving.infer::isStuck);
            held.letGo();
            Eventually.within(Duration.ofSeconds(30), "it has come back", () -> !serving.infer.isStuck());
        }
    }

    @Test
    void answersOfTheSamePassDoNotWaitForAVersionThatDoesNotComeBack() throws Exception {
        int before = 0;
        for (int round = 0; round < 20 && before == 0; round++) {
            before = answeredBefore(new HeldVersion(1, SCHEMA, How.WAITING_FROM_NOON));
        }
        assertThat(before).as("requests of the held request's pass").isPositive();
    }

    /* How many requests the only IO thread had answered in its pass when it was held by another; in what order it takes the
    connections of a pass is chance. */
    private int answeredBefore(HeldVersion held) throws Exception {
        try (Serving serving = new Serving(HeldVersion.routes(SPEC, null, List.of(held)), 1)) {
            List<RawConnection> early = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                early.add(serving.connected());
            }
            RawConnection late = serving.connected();
            int asked = held.asked();
            CountDownLatch written = serving.holdIoThread();
            for (RawConnection connection : early) {
                connection.post(PATH, Serving.at(7));
            }
            late.post(PATH, Serving.at(19));
            written.countDown();
            assertThat(late.receive()).contains("\"arm\":\"fallback\"");
            int before = held.asked() - asked - 1;
            Eventually.within(
                    Duration.ofSeconds(10),
                    before + " requests are answered while the thread is held",
                    () -> early.stream().filter(RawConnection::hasAnswer).count() == before);
            held.letGo();
            for (RawConnection connection : early) {
                assertThat(connection.receive()).startsWith("HTTP/1.1 200");
                connection.close();
            }
            late.close();
            return before;
        }
    }

    @Test
    void aChallengerInTheShadowThatDoesNotComeBackDelaysNobody() {
        HeldVersion held = new HeldVersion(2, SCHEMA, How.WAITING);
        TrafficPlan shadow = new TrafficPlan("rollout-1", 2, 0, "salt", 1, Instant.EPOCH);
        LoadedVersion champion = HeldVersion.constant(1, SCHEMA, 0.75);
        try (Serving serving = new Serving(HeldVersion.routes(SPEC, shadow, List.of(champion, held)), 1)) {
            for (int request = 0; request < 20; request++) {
                Http.Answer answer = serving.http.post(PATH, TWO_ROWS);
                assertThat(answer.json().at("/outputs/0/data").toString()).isEqualTo("[0.75,0.75]");
                assertThat(answer.arm()).isEqualTo("champion");
            }
            Eventually.within(Duration.ofSeconds(30), "the challenger was asked", () -> held.asked() == 1);
            assertThat(serving.pairs.settle(100, TimeUnit.MILLISECONDS)).isFalse();
            held.letGo();
            assertThat(serving.pairs.settle(30, TimeUnit.SECONDS)).isTrue();
            assertThat(held.asked()).isEqualTo(40);
        }
    }

    @Test
    void whatFindsTheShadowsQueueFullIsDroppedAndCounted() {
        HeldVersion held = new HeldVersion(2, SCHEMA, How.WAITING);
        TrafficPlan shadow = new TrafficPlan("rollout-1", 2, 0, "salt", 1, Instant.EPOCH);
        LoadedVersion champion = HeldVersion.constant(1, SCHEMA, 0.75);
        int rows = 1000;
        String many = "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[" + rows + "],\"datatype\":\"FP64\",\"data\":["
                + "1,".repeat(rows - 1) + "1]}]}";
        try (Serving serving = new Serving(HeldVersion.routes(SPEC, shadow, List.of(champion, held)), 1)) {
            for (int request = 0; request < 20; request++) {
                assertThat(serving.http.post(PATH, many).status()).isEqualTo(200);
            }
            // 20,000 were offered; the queue holds 16,384 and the thread up to 256.
            Eventually.within(
                    Duration.ofSeconds(30),
                    "all rows were offered",
                    () -> serving.droppedPairs() >= 20_000 - 16_384 - 256);
            assertThat(serving.droppedPairs()).isLessThanOrEqualTo(20_000 - 16_384);
            held.letGo();
            assertThat(serving.pairs.settle(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStallWithoutAFallbackIsRefused() {
        ModelSpec without = ModelSpecReader.read(GatewayFixture.SPEC.replace("  fallback: {constant: 0.25}\n", ""));
        HeldVersion held = new HeldVersion(1, SCHEMA, How.WAITING);
        try (Serving serving = new Serving(HeldVersion.routes(without, null, List.of(held)), 1)) {
            Http.Answer answer = serving.http.post(PATH, TWO_ROWS);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error())
                    .isEqualTo(
                            "Cannot answer for model flight-delay: version 1 has stalled and it declares no fallback");
            assertThat(serving.log.statistics().appends()).isZero();
        }
    }

    @Test
    void rowsThatTheDeadlineOvertakesGetTheFallback() {
        LoadedVersion champion = HeldVersion.constant(1, SCHEMA, 0.75);
        try (Serving serving = new Serving(HeldVersion.routes(SPEC, null, List.of(champion)), 1, Duration.ZERO)) {
            Http.Answer answer = serving.http.post(PATH, TWO_ROWS);
            assertThat(answer.json().at("/outputs/0/data").toString()).isEqualTo("[0.75,0.4]");
            assertThat(answer.arm()).isEqualTo("mixed");
        }
    }

    /** The inference path over real HTTP and a real log, with routes of the test's own making. */
    private final class Serving implements AutoCloseable {
        private final RouteTable table;
        private final WriteAheadLog log;
        private final GatewayMetrics counters = new GatewayMetrics(AccessLog.start(AccessLevel.OFF));
        private final PairedScoring pairs;
        private final InferHandler infer;
        private final Undertow server;
        private final int port;
        private final Http http;
        private volatile CountDownLatch hold = new CountDownLatch(0);

        Serving(RouteTable table, int ioThreads) {
            this(table, ioThreads, Duration.ofSeconds(30));
        }

        Serving(RouteTable table, int ioThreads, Duration deadline) {
            this.table = table;
            log = WriteAheadLog.open(new WalSettings(
                    directory.resolve("log"), "test", 1, Durability.SYNC, 1 << 20, 1 << 30, Duration.ofMillis(20)));
            Answers answers = new Answers(counters);
            pairs = PairedScoring.start(log, counters);
            infer = new InferHandler(
                    log,
                    pairs,
                    new InferRequestReader(1000),
                    new BodyReader(1 << 20, new InFlight(64, 1 << 24), answers),
                    answers,
                    counters,
                    deadline,
                    InstantSource.system(),
                    new LogPromise(Durability.WRITTEN, WhenLogFails.STRICT));
            server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1", this::handle)
                    .setIoThreads(ioThreads)
                    .setWorkerThreads(1)
                    .build();
            server.start();
            port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            http = new Http(port);
        }

        private void handle(HttpServerExchange exchange) throws InterruptedException {
            if (exchange.getRequestPath().equals("/hold")) {
                exchange.endExchange();
                hold.await();
            } else {
                infer.handle(exchange, table, null);
            }
        }

        /* Until the latch is counted down; the thread is held when this returns. */
        private CountDownLatch holdIoThread() {
            hold = new CountDownLatch(1);
            assertThat(http.get("/hold").status()).isEqualTo(200);
            return hold;
        }

        /* A connection that has been answered once, so that the IO thread looks at it. */
        private RawConnection connected() throws IOException {
            RawConnection connection = new RawConnection(port);
            connection.post(PATH, at(7));
            assertThat(connection.receive()).startsWith("HTTP/1.1 200");
            return connection;
        }

        private static String at(int hour) {
            return "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[" + hour + "]}]}";
        }

        int droppedPairs() {
            return metrics()
                    .lines()
                    .filter(line -> line.startsWith("perennial_gateway_pairs_dropped_total{model=\"flight-delay\"} "))
                    .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        String metrics() {
            return counters.pairsAndStalls();
        }

        @Override
        public void close() {
            // A thread that is still held would keep the server from stopping.
            for (LoadedVersion version : table.versions().values()) {
                if (version instanceof HeldVersion held) {
                    held.letGo();
                }
            }
            server.stop();
            infer.close();
            pairs.close();
            log.close();
        }
    }
}
