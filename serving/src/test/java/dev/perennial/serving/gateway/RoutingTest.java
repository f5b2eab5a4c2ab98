package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.serving.log.Sql;
import dev.perennial.serving.routing.GatewayPresence;
import dev.perennial.serving.routing.TrafficSplit;
import dev.perennial.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RoutingTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);

    private Gateway start() {
        return Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
    }

    private static void serves(Gateway gateway, int champion) {
        Eventually.within(SOON, "version " + champion + " is served", () -> {
            GatewayPresence.Following following = gateway.presence().follows().get("flight-delay");
            return following != null && following.champion().equals(OptionalInt.of(champion));
        });
    }

    private static GatewayPresence.Following following(Gateway gateway) {
        return Objects.requireNonNull(gateway.presence().follows().get("flight-delay"));
    }

    @Test
    void splitsByEntityAndLogsBothScoresOfEveryRow() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.25));
        TrafficPlan plan = fixture.plan(fixture.constant(0.75), 2500);
        int rows = 1000;
        String entities =
                IntStream.range(0, rows).mapToObj(row -> "\"N" + row + "\"").collect(Collectors.joining(",", "[", "]"));
        String zeros = IntStream.range(0, rows).mapToObj(row -> "0").collect(Collectors.joining(",", "[", "]"));
        String body = "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[" + rows + "],\"datatype\":\"FP64\",\"data\":"
                + zeros + "}],\"parameters\":{\"entities\":" + entities + "}}";
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            Http.Answer answer = http.infer(body);
            assertThat(answer.arm()).isEqualTo("mixed");
            int canary = 0;
            for (int row = 0; row < rows; row++) {
                boolean expected = TrafficSplit.bucket("salt", "N" + row) < 2500;
                assertThat(answer.json().at("/outputs/0/data/" + row).asDouble())
                        .isEqualTo(expected ? 0.75 : 0.25);
                assertThat(answer.json().at("/outputs/2/data/" + row).asText())
                        .isEqualTo(expected ? "canary" : "champion");
                canary += expected ? 1 : 0;
            }
            // A binomial of 1000 and 0.25 is within four standard deviations, 55, but once in 16,000; the salt is
            // fixed.
            assertThat(canary).isBetween(195, 305);
            Http.Answer single = http.infer(ROW);
            assertThat(single.arm())
                    .isEqualTo(TrafficSplit.challengerAnswers(plan, single.id()) ? "canary" : "champion");

            assertThat(gateway.flush()).isTrue();
            assertThat(Sql.rows(
                            store.copyLog(directory.resolve("copy")),
                            "predictions/**/*.parquet",
                            "SELECT _arm, _version, _score, _paired_version, _paired_score, count(*) FROM LOG"
                                    + " WHERE _entity IS NOT NULL GROUP BY ALL ORDER BY ALL"))
                    .containsExactly(
                            List.of("canary", 2, 0.75, 1, 0.25, (long) canary),
                            List.of("champion", 1, 0.25, 2, 0.75, (long) (rows - canary)));
        }
    }

    @Test
    void bucketsAreAPublicFunctionOfSaltAndKey() {
        // python: int.from_bytes(hashlib.sha256(b"salt:N1").digest()[:8], "big") % 10000
        assertThat(TrafficSplit.bucket("salt", "N1")).isEqualTo(9475);
    }

    @Test
    void fallsBackWhereNoVersionIsThereAndSaysSo() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            Eventually.within(
                    SOON,
                    "the model is known",
                    () -> http.get("/v2/models/flight-delay").status() == 200);
            Http.Answer answer = http.infer(ROW);
            assertThat(answer.score()).isEqualTo(0.25);
            assertThat(answer.arm()).isEqualTo("fallback");
            assertThat(answer.json().path("model_version").asText()).isEqualTo("fallback");
            assertThat(http.get("/v2/models/flight-delay/ready").status()).isEqualTo(503);
            assertThat(http.post("/v2/repository/index", "").body()).contains("UNAVAILABLE");
            assertThat(gateway.flush()).isTrue();
            assertThat(Sql.rows(
                            store.copyLog(directory.resolve("copy")),
                            "predictions/**/*.parquet",
                            "SELECT _arm, _version, _score, _error FROM LOG"))
                    .containsExactly(List.of("fallback", 0, 0.25, "no version is loaded"));

            fixture.declare(GatewayFixture.SPEC.replace("  fallback: {constant: 0.25}\n", ""));
            Eventually.within(
                    SOON, "the fallback is gone", () -> http.infer(ROW).status() == 503);
            assertThat(http.infer(ROW).error()).contains("it declares no fallback");
        }
    }

    @Test
    void restartsFromItsCacheWithTheStoreDownAndKeepsServing() {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.25));
        fixture.promote(fixture.constant(0.75));
        String id;
        try (Gateway gateway = start()) {
            serves(gateway, 2);
            Eventually.within(
                    SOON,
                    "the previous version is loaded",
                    () -> following(gateway).versionsLoaded().equals(List.of(1, 2)));
            id = new Http(gateway.port()).infer(ROW).id();
            store.down();
        }
        try (Gateway gateway = start()) {
            Http http = new Http(gateway.port());
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
            assertThat(http.infer(ROW).score()).isEqualTo(0.75);
            assertThat(http.post("/v2/models/flight-delay/versions/1/infer", ROW)
                            .score())
                    .isEqualTo(0.25);
            assertThat(http.post("/v2/models/flight-delay/feedback", "{\"prediction_id\":\"" + id + "\",\"label\":1}")
                            .json()
                            .path("accepted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(store.refused()).isPositive();

            store.up();
            fixture.rollBack(1);
            serves(gateway, 1);
            assertThat(http.infer(ROW).score()).isEqualTo(0.25);
        }
    }

    @Test
    void keepsTheLastKnownGoodVersionWhereTheNewOneCannotBeServed() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.25));
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            List<Digest> poison = List.of(
                    fixture.registry().putBlob("no model at all".getBytes(StandardCharsets.UTF_8)),
                    Digest.of("a blob that is nowhere"));
            for (Digest digest : poison) {
                long seq = fixture.promote(fixture.register(digest, 1));
                Eventually.within(SOON, "the poisoned version was looked at", () -> {
                    GatewayPresence.Following following =
                            gateway.presence().follows().get("flight-delay");
                    return following != null && following.logSeq() >= seq;
                });
                GatewayPresence.Following following = following(gateway);
                assertThat(following.champion()).hasValue(1);
                assertThat(following.problem())
                        .hasValueSatisfying(problem ->
                                assertThat(problem).contains("version 1 goes on answering as the last known good one"));
                assertThat(http.infer(ROW).score()).isEqualTo(0.25);
            }
            Eventually.within(
                    SOON,
                    "the problem is published",
                    () -> store.read("gateways/" + gateway.instance() + ".json")
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8).contains("last known good"))
                            .orElse(false));
            int good = fixture.constant(0.5);
            fixture.promote(good);
            serves(gateway, good);
            assertThat(new ObjectMapper()
                            .readTree(store.read("gateways/" + gateway.instance() + ".json")
                                    .orElseThrow())
                            .path("url")
                            .asText())
                    .isEqualTo("http://127.0.0.1:" + gateway.port());
        }
        assertThat(store.list("gateways/", "", 10)).isEmpty();
    }

    @Test
    void keepsTheVersionInMemoryThatTheFallbackNamesAndSaysWhereItIsNot() {
        fixture.declare(GatewayFixture.SPEC.replace("{constant: 0.25}", "{version: 1, constant: 0.25}"));
        fixture.promote(fixture.constant(0.1));
        fixture.promote(fixture.constant(0.2));
        fixture.promote(fixture.constant(0.3));
        try (Gateway gateway = start()) {
            serves(gateway, 3);
            assertThat(following(gateway).versionsLoaded()).containsExactly(1, 2, 3);
            assertThat(following(gateway).problem()).isEmpty();
            fixture.declare(GatewayFixture.SPEC.replace("{constant: 0.25}", "{version: 9, constant: 0.25}"));
            Eventually.within(
                    SOON,
                    "the missing version is a problem",
                    () -> following(gateway).problem().isPresent());
            assertThat(following(gateway).problem()).contains("version 9 is not registered");
            assertThat(new Http(gateway.port()).infer(ROW).score()).isEqualTo(0.3);
        }
    }

    @Test
    void answersForNoModelThatIsDeclaredNoMore() {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.25));
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            fixture.append(TimelineKind.SPEC_CHANGED, new RegistryChange.SpecWithdrawn());
            Eventually.within(SOON, "the model is gone", () -> http.infer(ROW).status() == 404);
            fixture.declare(GatewayFixture.SPEC);
            Eventually.within(SOON, "the model is back", () -> http.infer(ROW).status() == 200);
        }
    }

    @Test
    void scoresAVersionOfAnOlderDeclarationByTheNamesOfItsFeatures() {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.linear());
        try (Gateway gateway = start()) {
            serves(gateway, 1);
            Http http = new Http(gateway.port());
            String body = "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[17]},"
                    + "{\"name\":\"wind\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[3]},"
                    + "{\"name\":\"carrier\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"UA\"]}]}";
            double before = http.infer(body.replaceAll("\\{\"name\":\"wind\".*?\\},", ""))
                    .score();
            fixture.declare(GatewayFixture.SPEC.replace(
                    "    - {name: carrier,", "    - {name: wind, type: number}\n    - {name: carrier,"));
            Eventually.within(SOON, "wind is an input", () -> http.infer(body).status() == 200);
            assertThat(http.infer(body).score()).isCloseTo(before, within(1e-15));
        }
    }

    @Test
    void fiftySwapsUnderConstantLoadFailNoRequest() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.25));
        fixture.promote(fixture.constant(0.75));
        try (Gateway gateway = start()) {
            serves(gateway, 2);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            List<String> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                Thread thread = new Thread(() -> {
                    Http http = new Http(gateway.port());
                    while (!stop.get()) {
                        try {
                            Http.Answer answer = http.infer(ROW);
                            boolean agrees = answer.score()
                                    == (answer.json().path("model_version").asInt() % 2 == 1 ? 0.25 : 0.75);
                            if (answer.status() != 200 || !agrees) {
                                failures.add(answer.body());
                            }
                            answered.incrementAndGet();
                        } catch (java.io.UncheckedIOException e) {
                            failures.add(e.toString());
                        }
                    }
                });
                clients.add(thread);
                thread.start();
            }
            for (int swap = 0; swap < 50; swap++) {
                int before = answered.get();
                if (swap % 2 == 0) {
                    fixture.rollBack(1);
                    serves(gateway, 1);
                } else {
                    fixture.promote(2);
                    serves(gateway, 2);
                }
                Eventually.within(SOON, "requests go on", () -> answered.get() >= before + 4 || !failures.isEmpty());
            }
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(answered).hasValueGreaterThan(200);
            assertThat(gateway.logStatistics().appends()).isEqualTo(answered.get());
        }
    }
}
