package dev.perennial.workflows.lifecycle;

import static dev.perennial.workflows.support.Samples.byHand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.SharedTemporal;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.ModelStatus.Phase;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.support.FakeRegistry;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the in-memory server does otherwise: it does not tell a parent that its child was terminated. */
@Timeout(60)
class RealServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TemporalConnection connection =
            TemporalConnection.open(TemporalSettings.from(SharedTemporal.get().environment()), LIMIT);
    private final WorkerFactory workers = WorkerFactory.newInstance(connection.workflows());
    private final FakeRegistry registry = new FakeRegistry();
    private final Script script = new Script();

    @AfterEach
    void stop() {
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        connection.close();
    }

    @Test
    void terminatedRolloutGivesTrafficBackAndDoesNotWedgeTheEntity() {
        registry.declare(RetrainSpec.Mode.AUTOMATIC);
        script.judge(Verdict.CONTINUE);
        ModelWorkflow entity = entity(new ModelName("terminated-rollout"));
        entity.requestRetraining(byHand("c1"));
        timelineHas("rollout-step 5 %");

        connection
                .workflows()
                .newUntypedWorkflowStub(WorkflowIds.rollout("terminated-rollout-r1-rollout"))
                .terminate("by mistake");

        timelineHas("taken-back HELD: The rollout terminated-rollout-r1-rollout ended without a result: "
                + "it was terminated");
        becomesIdle(entity);
        assertThat(entity.requestRetraining(byHand("c2")).id()).isEqualTo("terminated-rollout-r2");
    }

    @Test
    void terminatedRunIsRecordedAndDoesNotWedgeTheEntity() {
        script.holdTraining();
        ModelWorkflow entity = entity(new ModelName("terminated-run"));
        entity.requestRetraining(byHand("c1"));
        Eventually.within(
                LIMIT,
                "the run started",
                () -> connection
                        .workflows()
                        .listExecutions("WorkflowId = '" + WorkflowIds.retrain("terminated-run-r1") + "' AND "
                                + WorkflowIds.MODEL_ATTRIBUTE + " = 'terminated-run' AND " + WorkflowIds.KIND_ATTRIBUTE
                                + " = 'retrain'")
                        .findFirst()
                        .isPresent());

        connection
                .workflows()
                .newUntypedWorkflowStub(WorkflowIds.retrain("terminated-run-r1"))
                .terminate("by mistake");

        timelineHas("retrain-ended NoCandidate The retraining terminated-run-r1 ended without a result: "
                + "it was terminated");
        becomesIdle(entity);
    }

    private ModelWorkflow entity(ModelName model) {
        Loop.register(workers.newWorker(WorkflowIds.TASK_QUEUE, Loop.workerOptions()), registry, script);
        workers.start();
        ModelWorkflow entity = connection.workflows().newWorkflowStub(ModelWorkflow.class, WorkflowStarts.model(model));
        WorkflowClient.start(entity::run, ModelSession.fresh(model));
        return entity;
    }

    private void timelineHas(String beginning) {
        Eventually.within(LIMIT, "the timeline has " + beginning, () -> registry.count(beginning) > 0);
    }

    private static void becomesIdle(ModelWorkflow entity) {
        Eventually.within(LIMIT, "the entity is idle", () -> entity.status().phase() == Phase.IDLE);
    }
}
