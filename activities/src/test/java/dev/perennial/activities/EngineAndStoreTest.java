package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.testing.servers.SharedStore;
import dev.perennial.workflows.PerennialDataConverter;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A look through the engine's own calls, encoding and heartbeats, at a log in the real store. */
@Timeout(180)
class EngineAndStoreTest {
    @TempDir
    Path directory;

    @Test
    void aLookPassesThroughTheEngineAndTheRealStore() {
        try (S3ObjectStore store = S3ObjectStore.of(settings());
                World world = new World(directory, store);
                Activities activities = Activities.create(
                        store, world.registry, world.clock, ActivitySettings.standard(directory.resolve("engine")))) {
            SyntheticStream stream = new SyntheticStream(7, 100);
            world.bootstrap(stream);
            world.append(
                    "monitor",
                    TimelineKind.MONITORING_STARTED,
                    new RegistryChange.MonitoringStarted(World.servingFrom()));
            List<LoggedPrediction> rows = new ArrayList<>();
            for (int day = 35; day < 45; day++) {
                rows.addAll(stream.day(World.day(day), Inputs.USUAL, SyntheticStream::law));
            }
            world.gateway.write(rows);
            Queue<String> heartbeats = new ConcurrentLinkedQueue<>();
            TestActivityEnvironment engine = engine();
            try {
                engine.setActivityHeartbeatListener(String.class, heartbeats::add);
                engine.registerActivitiesImplementations(activities.monitor());
                MonitorActivities monitor = engine.newActivityStub(
                        MonitorActivities.class,
                        ActivityOptions.newBuilder()
                                .setStartToCloseTimeout(Duration.ofMinutes(2))
                                .setHeartbeatTimeout(Duration.ofSeconds(10))
                                .build());

                TimeWindow window = monitor.due(World.MODEL).windows().get(0);
                WindowJudgement judgement =
                        monitor.evaluate(World.MODEL, window, monitor.fitChallenger(World.MODEL, window));
                monitor.record(World.MODEL, judgement);

                assertThat(judgement.numbers()).containsEntry("rows", 700.0).containsKey("challenger-log-loss");
                assertThat(world.registry.state(World.MODEL).lastWindow()).isPresent();
                assertThat(store.list("joined/model=synthetic/", "", 100)).hasSizeGreaterThanOrEqualTo(7);
                assertThat(heartbeats).anyMatch(beat -> beat.startsWith("challenger"));
                assertThatThrownBy(() -> monitor.evaluate(new ModelName("nobody"), window, Optional.empty()))
                        .isInstanceOf(ActivityFailure.class)
                        .cause()
                        .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                            assertThat(failure.getType()).isEqualTo("refused");
                            assertThat(failure.isNonRetryable()).isTrue();
                        });
            } finally {
                engine.close();
            }
        }
    }

    private static TestActivityEnvironment engine() {
        return TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PerennialDataConverter.create())
                        .build())
                .build());
    }

    private static S3Settings settings() {
        Map<String, String> environment = new HashMap<>(SharedStore.get().environment());
        environment.put("PERENNIAL_PREFIX", SharedStore.freshPrefix("activities"));
        return S3Settings.fromEnvironment(environment);
    }
}
