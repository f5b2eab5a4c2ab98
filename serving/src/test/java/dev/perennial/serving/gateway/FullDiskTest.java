package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perennial.serving.log.Sql;
import dev.perennial.serving.wal.Durability;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.faults.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway whose disk, a real one of 8 MiB, runs full and is freed again. */
@Timeout(120)
class FullDiskTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);
    private Optional<SmallDisk> disk = Optional.empty();

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(Files.createDirectories(directory.resolve("disk")), 8);
        assumeTrue(disk.isPresent(), "skipped: needs Linux and the right to mount a tmpfs");
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.5));
    }

    @AfterEach
    void unmount() {
        disk.ifPresent(SmallDisk::close);
    }

    private Gateway start(Durability durability, WhenLogFails whenLogFails) {
        Gateway gateway = Gateway.start(
                GatewayFixture.settings(disk.orElseThrow().root().resolve("gateway"))
                        .withLog(durability, whenLogFails),
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

    private Map<String, Long> logged() throws Exception {
        Map<String, Long> copies = new TreeMap<>();
        for (List<?> row : Sql.rows(
                store.copyLog(directory.resolve("copy")),
                "predictions/**/*.parquet",
                "SELECT _prediction_id, count(*) FROM LOG GROUP BY 1")) {
            copies.put(String.valueOf(row.get(0)), (Long) row.get(1));
        }
        return copies;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void strictRefusesWhatItCannotLogAndAnswersAgainOnceThereIsRoom(Durability durability) throws Exception {
        Map<String, Long> answered = new TreeMap<>();
        try (Gateway gateway = start(durability, WhenLogFails.STRICT)) {
            Http http = new Http(gateway.port());
            answered.put(http.infer(ROW).id(), 1L);
            assertThat(disk.orElseThrow().fill()).isPositive();
            Http.Answer answer = http.infer(ROW);
            while (answer.status() == 200) {
                answered.put(answer.id(), 1L);
                answer = http.infer(ROW);
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.retryAfter()).isEqualTo("1");
            assertThat(answer.error()).isEqualTo("Cannot log the request, so it is not answered: try again");
            assertThat(gateway.logStatistics().failedAppends()).isPositive();
            Eventually.within(
                    SOON,
                    "it says so",
                    () -> http.get("/v2/health/ready").error().equals("Not ready: the log takes no records"));
            assertThat(http.get("/v2/health/live").status()).isEqualTo(200);

            disk.orElseThrow().free();
            Eventually.within(
                    SOON,
                    "it is ready again",
                    () -> http.get("/v2/health/ready").status() == 200);
            for (int more = 0; more < 20; more++) {
                answered.put(http.infer(ROW).id(), 1L);
            }
            Eventually.within(SOON, "all is shipped", () -> gateway.flush() && logged().size() >= answered.size());
        }
        assertThat(answered).doesNotContainKey("").hasSizeGreaterThan(20);
        assertThat(logged()).isEqualTo(answered);
    }

    @Test
    void degradedAnswersAndNeverClaimsThatItLogged() throws Exception {
        Map<String, Long> logged = new TreeMap<>();
        int unlogged = 0;
        try (Gateway gateway = start(Durability.WRITTEN, WhenLogFails.DEGRADED)) {
            Http http = new Http(gateway.port());
            logged.put(http.infer(ROW).id(), 1L);
            assertThat(disk.orElseThrow().fill()).isPositive();
            String newest = "";
            while (unlogged < 20) {
                Http.Answer answer = http.infer(ROW);
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.score()).isEqualTo(0.5);
                newest = answer.id();
                if (answer.json().at("/parameters/logged").isMissingNode()) {
                    logged.put(newest, 1L);
                } else {
                    assertThat(answer.json().at("/parameters/logged").asBoolean(true))
                            .isFalse();
                    unlogged++;
                }
            }
            Http.Bytes binary = http.bytes(
                    "/v2/models/flight-delay/infer",
                    ROW.replace("}]}", "}],\"parameters\":{\"binary_data_output\":true}}")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(binary.header("X-Logged")).isEqualTo("false");
            assertThat(binary.json().at("/parameters/logged").asBoolean(true)).isFalse();
            assertThat(binary.tensors().getDouble()).isEqualTo(0.5);
            assertThat(http.post(
                                    "/v2/models/flight-delay/feedback",
                                    "{\"prediction_id\":\"" + newest + "\",\"label\":1}")
                            .status())
                    .isEqualTo(503);
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
            assertThat(http.get("/metrics").body()).contains("perennial_gateway_unlogged_answers_total 21\n");

            disk.orElseThrow().free();
            Eventually.within(SOON, "predictions are logged again", () -> {
                Http.Answer answer = http.infer(ROW);
                boolean again = answer.json().at("/parameters/logged").isMissingNode();
                if (again) {
                    logged.put(answer.id(), 1L);
                }
                return again;
            });
            Eventually.within(SOON, "all is shipped", () -> gateway.flush() && logged().size() >= logged.size());
        }
        assertThat(logged()).isEqualTo(logged);
    }

    @Test
    void aModelsFileSaysWhatIsAnsweredWhateverTheGatewayWasTold() throws Exception {
        String answer = GatewayFixture.SPEC + "  log: {whenFailing: answer}\n";
        String refuse = GatewayFixture.SPEC + "  log: {whenFailing: refuse}\n";
        fixture.declare(answer);
        try (Gateway gateway = start(Durability.WRITTEN, WhenLogFails.STRICT)) {
            Http http = new Http(gateway.port());
            assertThat(disk.orElseThrow().fill()).isPositive();
            Eventually.within(SOON, "the log refuses", () -> {
                http.infer(ROW);
                return gateway.logStatistics().failedAppends() > 0;
            });
            assertThat(http.infer(ROW).json().at("/parameters/logged").asBoolean(true))
                    .isFalse();
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
            assertThat(http.get("/v2/models/flight-delay/ready").status()).isEqualTo(200);

            fixture.declare(refuse);
            Eventually.within(
                    SOON, "the new file is in force", () -> http.infer(ROW).status() == 503);
            assertThat(http.infer(ROW).error()).isEqualTo("Cannot log the request, so it is not answered: try again");
            assertThat(http.get("/v2/health/ready").status()).isEqualTo(503);
        }
        disk.orElseThrow().free();
        try (Gateway gateway = start(Durability.WRITTEN, WhenLogFails.DEGRADED)) {
            Http http = new Http(gateway.port());
            assertThat(disk.orElseThrow().fill()).isPositive();
            Eventually.within(
                    SOON,
                    "a degraded gateway refuses what the file wants refused",
                    () -> http.infer(ROW).status() == 503);
            assertThat(http.get("/v2/models/flight-delay/ready").error())
                    .isEqualTo("Not ready: the log takes no records");
            disk.orElseThrow().free();
            Eventually.within(SOON, "it answers again", () -> http.infer(ROW).status() == 200);
        }
    }

    @Test
    void asyncStatesWhatItMayLose() {
        try (Gateway gateway = start(Durability.ASYNC, WhenLogFails.STRICT)) {
            Http http = new Http(gateway.port());
            Http.Bytes answer = http.bytes("/v2/models/flight-delay/infer", ROW.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Durability")).isEqualTo("async; may-lose=1024");
            assertThat(answer.json().at("/parameters/durability").asText()).isEqualTo("async");
            assertThat(answer.json().at("/parameters/may_lose").asInt()).isEqualTo(1024);
            assertThat(answer.json().at("/parameters/arm").asText()).isEqualTo("champion");
            assertThat(answer.json().at("/outputs/0/data/0").asDouble()).isEqualTo(0.5);
        }
    }
}
