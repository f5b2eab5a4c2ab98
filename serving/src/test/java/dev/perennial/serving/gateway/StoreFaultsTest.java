package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3Limits;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.faults.Fault;
import dev.perennial.testing.faults.FaultyProxy;
import dev.perennial.testing.faults.Injection;
import dev.perennial.testing.faults.ProxiedRequest;
import dev.perennial.testing.servers.SharedStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway before the real S3 store, with what networks and stores do in between. */
@Timeout(180)
class StoreFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

    private enum Where {
        UPLOAD,
        FOLLOWING;

        private boolean fits(ProxiedRequest request) {
            return this == UPLOAD ? request.is("PUT", "/predictions/") : request.is("GET", "/feed/");
        }
    }

    @TempDir
    Path directory;

    private static Map<String, String> environment(String prefix, String endpoint) {
        Map<String, String> environment = new HashMap<>(SharedStore.get().environment());
        environment.put("PERENNIAL_PREFIX", prefix);
        environment.put("AWS_ENDPOINT_URL_S3", endpoint);
        return environment;
    }

    /* Impatient, so that a stall is soon over. */
    private static ObjectStore through(FaultyProxy proxy, String prefix) {
        return new S3ObjectStore(
                S3Settings.fromEnvironment(environment(prefix, proxy.endpoint().toString())),
                new S3Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        2,
                        Duration.ofMillis(10),
                        Duration.ofMillis(20)),
                () -> 0.5);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("slow", Fault.delayAnswer(Duration.ofSeconds(3)), Where.UPLOAD),
                Arguments.of("503 SlowDown", Fault.answer(503, "SlowDown"), Where.UPLOAD),
                Arguments.of("500", Fault.answer(500, "InternalError"), Where.UPLOAD),
                Arguments.of("403", Fault.answer(403, "AccessDenied"), Where.UPLOAD),
                Arguments.of("lost acknowledgement", Fault.loseAnswer(), Where.UPLOAD),
                Arguments.of("lost request", Fault.loseRequest(), Where.UPLOAD),
                Arguments.of("truncated", Fault.truncateBody(), Where.FOLLOWING),
                Arguments.of("flipped bit", Fault.flipBit(), Where.FOLLOWING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void answersAndLosesNothingWhateverTheStoreDoes(String name, Fault fault, Where where) throws Exception {
        String prefix = SharedStore.freshPrefix("store-faults") + "/";
        Map<String, Long> answered = new TreeMap<>();
        try (FaultyProxy proxy = FaultyProxy.before(SharedStore.get().endpoint());
                ObjectStore direct = S3ObjectStore.of(S3Settings.fromEnvironment(
                        environment(prefix, SharedStore.get().endpoint().toString())));
                ObjectStore store = through(proxy, prefix)) {
            GatewayFixture fixture = new GatewayFixture(direct);
            fixture.declare(GatewayFixture.SPEC);
            fixture.promote(fixture.constant(0.25));
            try (Gateway gateway = Gateway.start(
                    GatewayFixture.settings(directory.resolve("gateway")),
                    new ObjectStoreRegistry(store, InstantSource.system()),
                    store,
                    InstantSource.system())) {
                Http http = new Http(gateway.port());
                Eventually.within(
                        SOON,
                        "the model is ready",
                        () -> http.get("/v2/models/flight-delay/ready").status() == 200);
                Injection injection = proxy.injectAtRandom(fault, 1, 1, where::fits);
                if (where == Where.FOLLOWING) {
                    // So that what comes back has a body to strike at.
                    fixture.promote(fixture.constant(0.75));
                }
                Eventually.within(SOON, "the fault strikes three times", () -> {
                    for (int request = 0; request < 10; request++) {
                        Http.Answer answer = http.infer(ROW);
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.score()).isIn(0.25, 0.75);
                        answered.put(answer.id(), 1L);
                    }
                    return injection.fired() >= 3;
                });
                assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
                proxy.heal();
                Eventually.within(
                        SOON,
                        "all is shipped",
                        () -> gateway.flush() && gateway.logStatistics().bytesOnDisk() == 0);
                if (where == Where.FOLLOWING) {
                    Eventually.within(
                            SOON,
                            "the new champion answers",
                            () -> http.infer(ROW).score() == 0.75);
                }
                assertThat(injection.fired()).isGreaterThanOrEqualTo(3);
            }
            Map<String, Long> found = logged(direct);
            assertThat(found.values()).containsOnly(1L);
            assertThat(found).containsAllEntriesOf(answered);
        }
    }

    @Test
    void aReplacedInstanceTakesUpWhatItsPredecessorLeft() throws Exception {
        String prefix = SharedStore.freshPrefix("replaced") + "/";
        Map<String, Long> answered = new TreeMap<>();
        try (FaultyProxy proxy = FaultyProxy.before(SharedStore.get().endpoint());
                ObjectStore direct = S3ObjectStore.of(S3Settings.fromEnvironment(
                        environment(prefix, SharedStore.get().endpoint().toString())));
                ObjectStore store = through(proxy, prefix)) {
            GatewayFixture fixture = new GatewayFixture(direct);
            fixture.declare(GatewayFixture.SPEC);
            fixture.promote(fixture.constant(0.25));
            // Twice in one directory, the second time with the store down; then in a new one beside it.
            for (String folder : List.of("one", "one", "two")) {
                if (answered.size() == 10) {
                    proxy.refuse();
                }
                try (Gateway gateway = Gateway.start(
                        GatewayFixture.settings(directory.resolve(folder)),
                        new ObjectStoreRegistry(store, InstantSource.system()),
                        store,
                        InstantSource.system())) {
                    Http http = new Http(gateway.port());
                    Eventually.within(
                            SOON,
                            "the model is ready",
                            () -> http.get("/v2/models/flight-delay/ready").status() == 200);
                    for (int request = 0; request < 10; request++) {
                        Http.Answer answer = http.infer(ROW);
                        assertThat(answer.score()).isEqualTo(0.25);
                        answered.put(answer.id(), 1L);
                    }
                }
                proxy.heal();
            }
            try (Gateway last = Gateway.start(
                    GatewayFixture.settings(directory.resolve("one")),
                    new ObjectStoreRegistry(store, InstantSource.system()),
                    store,
                    InstantSource.system())) {
                Eventually.within(
                        SOON,
                        "what the second left is shipped",
                        () -> last.flush() && last.logStatistics().bytesOnDisk() == 0);
            }
            assertThat(logged(direct)).isEqualTo(answered);
            assertThat(direct.list("predictions/", "", 1000).stream()
                            .map(key -> key.replaceAll(".*/([^/]+)-[0-9]+[.]parquet", "$1"))
                            .distinct())
                    .hasSize(3);
        }
    }

    private Map<String, Long> logged(ObjectStore store) throws Exception {
        Path copy = Files.createTempDirectory(directory, "copy");
        for (String key : new ArrayList<>(store.list("predictions/", "", 100_000))) {
            Path target = copy.resolve(key);
            Files.createDirectories(target.getParent());
            assertThat(store.download(key, target)).isTrue();
        }
        Map<String, Long> copies = new TreeMap<>();
        for (List<?> row :
                Sql.rows(copy, "predictions/**/*.parquet", "SELECT _prediction_id, count(*) FROM LOG GROUP BY 1")) {
            copies.put(String.valueOf(row.get(0)), (Long) row.get(1));
        }
        return copies;
    }
}
