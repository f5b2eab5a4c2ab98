package dev.perennial.workflows.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.support.FakeUpkeep;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Samples;
import dev.perennial.workflows.upkeep.UpkeepSummary.Done;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpkeepWorkflowTest {
    private final FakeUpkeep log = new FakeUpkeep();
    private final TestWorkflowEnvironment environment = Loop.environment();

    @BeforeEach
    void start() {
        Worker worker = environment.newWorker(WorkflowIds.TASK_QUEUE, Loop.workerOptions());
        worker.registerWorkflowImplementationTypes(UpkeepWorkflowImpl.class);
        worker.registerActivitiesImplementations(log);
        environment.start();
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    @Test
    void aScheduledRunDoesEachTaskOnEachModelAndRecordsWhatExpired() {
        UpkeepSummary summary = environment
                .getWorkflowClient()
                .newWorkflowStub(UpkeepWorkflow.class, WorkflowStarts.scheduledUpkeep())
                .run(UpkeepRequest.ofAll(Actor.system("upkeep")));

        UpkeepTotals totals = new UpkeepTotals(4, 20, 0, 0);
        ModelName other = new ModelName("other");
        assertThat(summary.done())
                .containsExactly(
                        new Done(Samples.MODEL, UpkeepTask.COMPACT, 4, totals, false),
                        new Done(Samples.MODEL, UpkeepTask.EXPIRE, 4, totals, false),
                        new Done(other, UpkeepTask.COMPACT, 4, totals, false),
                        new Done(other, UpkeepTask.EXPIRE, 4, totals, false));
        assertThat(log.asked())
                .containsExactly(
                        "plan flight-delay compact",
                        "plan flight-delay expire",
                        "record flight-delay expire 20 0",
                        "plan other compact",
                        "plan other expire",
                        "record other expire 20 0");
    }

    @Test
    void anErasureIsRecordedWhenItsRowsAreGoneAndForgottenWhenTheirFilesAre() {
        UpkeepRequest request = erasure();
        UpkeepWorkflow run = environment
                .getWorkflowClient()
                .newWorkflowStub(UpkeepWorkflow.class, WorkflowStarts.upkeepOf(Samples.MODEL, "erase-1"));
        WorkflowClient.start(run::run, request);
        environment.sleep(request.grace().minusMinutes(1));

        assertThat(run.status().done())
                .containsExactly(new Done(Samples.MODEL, UpkeepTask.ERASE, 4, new UpkeepTotals(4, 20, 0, 1), false));
        assertThat(log.asked())
                .containsExactly("plan flight-delay erase", "extracts", "record flight-delay erase 20 1");

        UpkeepSummary summary = environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.upkeep(Samples.MODEL, "erase-1"))
                .getResult(UpkeepSummary.class);
        assertThat(summary.done().get(0).totals()).isEqualTo(new UpkeepTotals(4, 20, 4, 1));
        assertThat(log.asked()).endsWith("sweep 0", "sweep 2", "forget 0123456789abcdef");
    }

    @Test
    void anErasureNeedsItsNameAndAModel() {
        assertThatThrownBy(() -> new UpkeepRequest(
                        Optional.of(Samples.MODEL),
                        List.of(UpkeepTask.ERASE),
                        Optional.empty(),
                        Samples.ADA,
                        "",
                        Duration.ZERO))
                .hasMessage("Invalid upkeep: erasing needs an erasure and a model, and nothing else has an erasure");
    }

    /** A request to erase the rows of somebody whose name is in the store. */
    static UpkeepRequest erasure() {
        return new UpkeepRequest(
                Optional.of(Samples.MODEL),
                List.of(UpkeepTask.ERASE),
                Optional.of("0123456789abcdef"),
                Samples.ADA,
                "asked to",
                UpkeepOptions.GRACE);
    }
}
