package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.console.TestConsole.Answer;
import dev.perennial.registry.ModelName;
import dev.perennial.testing.servers.SharedTemporal;
import dev.perennial.testing.servers.TemporalServer;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A part that is down is named with its address; what it should have done does not happen later by surprise. */
@Timeout(180)
class WithoutWorkerTest {
    @Test
    void aCommandThatNobodyTakesIsNotLeftBehind() throws Exception {
        try (TestConsole console = new TestConsole(SharedTemporal.get().endpoint())) {
            console.send("POST", "/models", TestConsole.file("unattended"));

            Answer answer = console.send("POST", "/models/unattended/rollback", "{}");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unreachable");
            assertThat(answer.message())
                    .isEqualTo("No worker answers on task queue 'perennial' of Temporal at "
                            + SharedTemporal.get().endpoint() + " within 3 s; start one with: perennial worker");
            List<EventType> events =
                    console.temporal().workflows().fetchHistory("model/unattended").getEvents().stream()
                            .map(HistoryEvent::getEventType)
                            .toList();
            assertThat(events)
                    .containsExactly(
                            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
                            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
        }
    }

    @Test
    void aModelThatIsNotDeclaredHasNoLifecycleToCommand() throws Exception {
        try (TestConsole console = new TestConsole(SharedTemporal.get().endpoint())) {
            console.send("POST", "/models", TestConsole.file("withdrawn"));
            Answer deleted = console.send("DELETE", "/models/withdrawn", "{\"reason\": \"replaced\"}");
            assertThat(deleted.status()).isEqualTo(200);

            assertThat(console.registry().state(new ModelName("withdrawn")).spec())
                    .isEmpty();
            Answer again = console.send("DELETE", "/models/withdrawn", "{}");
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.message()).isEqualTo("Cannot delete model withdrawn: it is not declared");
        }
    }

    @Test
    void temporalsAbsenceIsNamedAndTheRegistryStillAnswers(@TempDir Path folder) throws Exception {
        try (TemporalServer temporal = TemporalServer.start(folder);
                TestConsole console = new TestConsole(temporal.endpoint())) {
            console.send("POST", "/models", TestConsole.file("orphan"));
            temporal.kill();

            Answer command = console.send("POST", "/models/orphan/rollback", "{}");
            assertThat(command.status()).isEqualTo(503);
            assertThat(command.message())
                    .isEqualTo("Temporal at " + temporal.endpoint()
                            + " cannot be reached; check that it runs, or set TEMPORAL_ADDRESS");

            Answer models = console.send("GET", "/models", "");
            assertThat(models.status()).isEqualTo(200);
            assertThat(models.body().at("/models/0/model").asText()).isEqualTo("orphan");
            Answer health = console.send("GET", "/health", "");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.body().at("/temporal/reachable").asBoolean()).isFalse();
            assertThat(health.body().at("/store/reachable").asBoolean()).isTrue();
        }
    }
}
