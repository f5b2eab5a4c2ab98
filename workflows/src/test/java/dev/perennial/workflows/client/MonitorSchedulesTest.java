package dev.perennial.workflows.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.ModelName;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.FreePorts;
import dev.perennial.testing.servers.SharedTemporal;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.client.MonitorSchedules.Condition;
import dev.perennial.workflows.client.MonitorSchedules.Look;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MonitorSchedulesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TemporalConnection connection =
            TemporalConnection.open(TemporalSettings.from(SharedTemporal.get().environment()), LIMIT);
    private final MonitorSchedules schedules = new MonitorSchedules(connection, LIMIT);

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void startsLooksByModelAndKindAndNeverTwoAtOnce() {
        ModelName model = new ModelName("scheduled");

        schedules.start(model, Duration.ofHours(1));
        Eventually.within(
                LIMIT,
                "a look was started",
                () -> connection
                                .workflows()
                                .listExecutions(WorkflowIds.MODEL_ATTRIBUTE + " = 'scheduled' AND "
                                        + WorkflowIds.KIND_ATTRIBUTE + " = 'monitor'")
                                .count()
                        == 1);
        schedules.trigger(model);
        Eventually.within(
                LIMIT, "the second look was skipped", () -> look(model).skippedWhileLooking() == 1);

        assertThat(look(model).looks()).isEqualTo(1);
        schedules.delete(model);
    }

    @Test
    void repeatedCommandsChangeNothingMore() {
        ModelName model = new ModelName("repeated");
        schedules.start(model, Duration.ofHours(1));
        schedules.start(model, Duration.ofHours(2));
        assertThat(look(model).every()).contains(Duration.ofHours(2));

        assertThat(schedules.pause(model, "quiet")).isTrue();
        assertThat(schedules.pause(model, "quiet")).isTrue();
        assertThat(schedules.update(model, Duration.ofHours(3))).isTrue();
        Eventually.within(
                LIMIT, "the update is seen", () -> look(model).every().equals(Optional.of(Duration.ofHours(3))));
        assertThat(look(model).condition()).isEqualTo(Condition.PAUSED);

        assertThat(schedules.resume(model, "go on")).isTrue();
        assertThat(look(model).condition()).isEqualTo(Condition.LOOKING);
        assertThat(schedules.delete(model)).isTrue();
        assertThat(schedules.delete(model)).isFalse();
    }

    @Test
    void scheduleThatDoesNotExistIsAnAnswer() {
        ModelName model = new ModelName("absent");

        assertThat(schedules.describe(model)).isEmpty();
        assertThat(schedules.pause(model, "quiet")).isFalse();
        assertThat(schedules.resume(model, "go on")).isFalse();
        assertThat(schedules.trigger(model)).isFalse();
        assertThat(schedules.update(model, Duration.ofHours(1))).isFalse();
    }

    @Test
    void registeringSearchAttributesAgainChangesNothing() {
        DomainSearchAttributes.register(connection, LIMIT);
        DomainSearchAttributes.register(connection, LIMIT);
    }

    @Test
    void absentServerIsNamedWithItsAddress() {
        String address = "127.0.0.1:" + FreePorts.take(1)[0];

        assertThatThrownBy(() -> TemporalConnection.open(
                        TemporalSettings.from(Map.of("TEMPORAL_ADDRESS", address)), Duration.ofSeconds(2)))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining(address);
    }

    @Test
    void callThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> connection.calls().within(Duration.ofMillis(50), "wait", () -> {
                    never.await();
                    return true;
                }))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessage(
                        "Cannot wait: Temporal at " + SharedTemporal.get().endpoint() + " gave no answer within 50 ms");
    }

    private Look look(ModelName model) {
        return schedules.describe(model).orElseThrow();
    }
}
