package dev.perennial.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.activities.data.TableFiles;
import dev.perennial.cli.dev.DevSettings;
import dev.perennial.cli.dev.Role;
import dev.perennial.cli.dev.Supervisor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.testing.Eventually;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop on real servers while every process is killed in turn: the worker in mid-training, the gateway under
 * load, Temporal and the store in mid-rollout. Afterwards nothing that was acknowledged is lost or doubled, there is one
 * champion and a log without gaps, the rollout has ended, and every history replays.
 */
@Timeout(480)
class LoopSurvivesFaultsTest {
    private static final ModelName PUMP = new ModelName("pump");
    private static final Instant HISTORY = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LIVE = Instant.parse("2024-02-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostWhenEveryProcessIsKilledInTurn() throws Exception {
        Path root = Path.of(System.getProperty("perennial.root"));
        DevSettings settings = new DevSettings(
                root.resolve("infra"),
                root.resolve(".perennial"),
                folder,
                folder.resolve("data"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.perennial.cli.Main"),
                Duration.ofMillis(500),
                Map.of());
        try (Supervisor supervisor = Supervisor.start(settings, line -> {})) {
            play(supervisor);
        }
    }

    private void play(Supervisor supervisor) throws Exception {
        ControlApi api = new ControlApi(supervisor.endpoints().console(), "user:engineer");
        try (TemporalConnection temporal = TemporalConnection.open(
                        TemporalSettings.from(supervisor.endpoints().environment()), Duration.ofSeconds(20));
                S3ObjectStore store = S3ObjectStore.of(
                        S3Settings.fromEnvironment(supervisor.endpoints().environment()))) {
            bootstrapWhileTheWorkerIsKilled(supervisor, api, temporal);
            PumpTraffic traffic = new PumpTraffic(supervisor.endpoints().gateway(), LIVE);
            Thread clients = new Thread(traffic, "clients");
            clients.start();
            killTheGatewayUnderLoad(supervisor, traffic);
            retrainAndRollOutWhileServersAreKilled(supervisor, api, traffic);
            traffic.stop();
            clients.join(PATIENCE.toMillis());

            assertThat(traffic.unanswered())
                    .as("requests that met a killed gateway")
                    .isPositive();
            ShippedLog shipped = new ShippedLog(store, folder.resolve("shipped"));
            Eventually.passesWithin(
                    PATIENCE,
                    "every answered prediction is in the store",
                    () -> assertThat(shipped.countsOf("predictions").keySet())
                            .containsAll(traffic.acknowledgedPredictions()));
            assertThat(shipped.countsOf("predictions").values())
                    .as("rows of one id")
                    .allMatch(count -> count == 1);
            Eventually.passesWithin(
                    PATIENCE,
                    "every accepted label is in the store",
                    () -> assertThat(shipped.countsOf("labels").keySet()).containsAll(traffic.acknowledgedLabels()));
            ObjectStoreRegistry registry = new ObjectStoreRegistry(store, InstantSource.system());
            assertThat(registry.verify(PUMP)).isEmpty();
            assertThat(registry.state(PUMP).champion()).hasValue(2);
            assertThat(registry.state(PUMP).traffic()).isEmpty();
            assertThat(promotions(registry)).containsExactly(1, 2);
            new RecordedHistories(temporal).replayAll();
        }
    }

    private void bootstrapWhileTheWorkerIsKilled(Supervisor supervisor, ControlApi api, TemporalConnection temporal)
            throws Exception {
        api.apply(declaration());
        Path csv = folder.resolve("history.csv");
        Path parquet = folder.resolve("history.parquet");
        Files.writeString(csv, PumpTraffic.historyCsv(HISTORY, LIVE));
        TableFiles.toParquet(csv, parquet);
        api.upload("/models/pump/imports", parquet);
        String run = api.command("/models/pump/retrainings", "reason=bootstrap")
                .path("id")
                .asText();
        Eventually.within(PATIENCE, "candidates are trained", () -> trains(temporal, run));
        supervisor.kill(Role.WORKER);
        Eventually.within(
                PATIENCE,
                "the first champion stands",
                () -> "pump@1".equals(api.get("/models/pump").path("champion").asText()));
        api.command("/models/pump/monitor/start", "from=" + LIVE);
    }

    private static void killTheGatewayUnderLoad(Supervisor supervisor, PumpTraffic traffic) throws Exception {
        for (int kill = 1; kill <= 3; kill++) {
            int before = traffic.acknowledgedPredictions().size();
            Eventually.within(
                    PATIENCE,
                    "predictions go on",
                    () -> traffic.acknowledgedPredictions().size() > before + 500);
            supervisor.kill(Role.GATEWAY);
        }
        Eventually.within(
                PATIENCE, "enough days have passed", () -> traffic.hour().isAfter(LIVE.plus(Duration.ofDays(26))));
        traffic.pauseBetweenHours(Duration.ofMillis(60));
    }

    private static void retrainAndRollOutWhileServersAreKilled(
            Supervisor supervisor, ControlApi api, PumpTraffic traffic) throws Exception {
        api.command("/models/pump/retrainings", "reason=the pumps behave otherwise");
        Eventually.within(
                PATIENCE,
                "a review is asked for",
                () -> api.get("/models/pump").path("review").isObject());
        String review = api.get("/models/pump").path("review").path("review").asText();
        String evidence = api.get("/reviews/" + review).path("evidence").asText();
        new ControlApi(supervisor.endpoints().console(), "user:reviewer")
                .command("/reviews/" + review + "/approve", "evidence=" + evidence);
        Eventually.within(
                PATIENCE,
                "traffic is planned",
                () -> api.get("/models/pump").path("traffic").isObject());
        supervisor.kill(Role.TEMPORAL);
        int answered = traffic.acknowledgedPredictions().size();
        Eventually.within(
                PATIENCE,
                "predictions go on without Temporal",
                () -> traffic.acknowledgedPredictions().size() > answered + 50);
        supervisor.awaitReady(Role.TEMPORAL);
        Eventually.passesWithin(
                PATIENCE,
                "the rollout advances",
                () -> assertThat(champion(api) == 2
                                || api.get("/models/pump")
                                                .path("traffic")
                                                .path("step")
                                                .asInt()
                                        >= 1)
                        .as(() -> "the history says " + lastSentences(api))
                        .isTrue());
        supervisor.kill(Role.STORE);
        int answeredAgain = traffic.acknowledgedPredictions().size();
        Eventually.within(
                PATIENCE,
                "predictions go on without the store",
                () -> traffic.acknowledgedPredictions().size() > answeredAgain + 50);
        supervisor.awaitReady(Role.STORE);
        Eventually.passesWithin(
                PATIENCE,
                "the second version is champion",
                () -> assertThat(champion(api))
                        .as(() -> "the history says " + lastSentences(api))
                        .isEqualTo(2));
        Eventually.within(
                PATIENCE,
                "the entity is idle",
                () -> "IDLE"
                        .equals(api.get("/models/pump")
                                .path("entity")
                                .path("phase")
                                .asText()));
    }

    private static String lastSentences(ControlApi api) {
        try {
            return api.get("/models/pump/history").toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return "nothing: interrupted";
        }
    }

    private static int champion(ControlApi api) throws IOException, InterruptedException {
        JsonNode champion = api.get("/models/pump").path("champion");
        return champion.asText().endsWith("@2") ? 2 : 1;
    }

    private static boolean trains(TemporalConnection temporal, String run) {
        return temporal
                .stubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.settings().namespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WorkflowIds.retrain(run)))
                        .build())
                .getPendingActivitiesList()
                .stream()
                .anyMatch(activity -> activity.getActivityType().getName().endsWith("Train")
                        && activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    }

    private static List<Integer> promotions(ObjectStoreRegistry registry) {
        return registry.history(PUMP, 0, 10_000).stream()
                .map(RegistryEntry::entry)
                .filter(entry -> entry.change() instanceof RegistryChange.ChampionPromoted)
                .map(entry -> ((RegistryChange.ChampionPromoted) entry.change()).version())
                .toList();
    }

    private static String declaration() throws IOException {
        try (InputStream file = LoopSurvivesFaultsTest.class.getResourceAsStream("pump.yaml")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
