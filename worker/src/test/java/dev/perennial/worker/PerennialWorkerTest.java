package dev.perennial.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.testing.servers.SharedTemporal;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.model.RetrainCommand;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real workflows over the real activities, on a real Temporal. */
@Timeout(120)
class PerennialWorkerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2013-06-03T00:00:00Z"));

    private final TemporalConnection temporal =
            TemporalConnection.open(TemporalSettings.from(SharedTemporal.get().environment()), Duration.ofSeconds(30));
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void answersCommandsFromTheRegistryAndTheNextWorkerKnowsThem(@TempDir Path folder) {
        ModelName model = new ModelName("undeclared");
        RetrainCommand wish = new RetrainCommand(
                "c1",
                RetrainSpec.Trigger.MANUAL,
                "new data",
                Actor.user("ada"),
                Optional.of(CLOCK.instant()),
                Optional.empty());
        ModelWorkflow entity = temporal.workflows().newWorkflowStub(ModelWorkflow.class, WorkflowStarts.model(model));
        CommandResult answer;
        try (PerennialWorker worker = start(folder)) {
            WorkflowClient.start(entity::run, ModelSession.fresh(model));
            answer = entity.requestRetraining(wish);
            assertThat(worker).isNotNull();
        }

        assertThat(answer).isEqualTo(CommandResult.unknown("Cannot retrain undeclared: no such model is declared"));
        try (PerennialWorker next = start(folder)) {
            assertThat(next).isNotNull();
            assertThat(entity.requestRetraining(wish)).isEqualTo(answer);
            assertThat(entity.releaseHold(new HoldReleaseCommand("h1", "why not", Actor.user("ada")))
                            .status())
                    .isNotEqualTo(CommandResult.Status.ACCEPTED);
            entity.retire();
        }
    }

    private PerennialWorker start(Path folder) {
        return PerennialWorker.start(
                WorkerSettings.in(folder), temporal, store, new ObjectStoreRegistry(store, CLOCK), CLOCK);
    }
}
