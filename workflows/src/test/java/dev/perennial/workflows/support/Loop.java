package dev.perennial.workflows.support;

import dev.perennial.registry.ModelName;
import dev.perennial.testing.Eventually;
import dev.perennial.workflows.PerennialDataConverter;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.alert.AlertWorkflowImpl;
import dev.perennial.workflows.lifecycle.ModelWorkflowImpl;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.monitor.MonitorWorkflowImpl;
import dev.perennial.workflows.retrain.RetrainWorkflowImpl;
import dev.perennial.workflows.review.ReviewWorkflowImpl;
import dev.perennial.workflows.rollout.RolloutWorkflowImpl;
import dev.perennial.workflows.upkeep.UpkeepWorkflowImpl;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** All workflows of the loop on the in-memory server, over fake activities; time is moved by the test. */
public final class Loop implements AutoCloseable {
    private static final Duration ONE_STEP = Duration.ofSeconds(10);
    private static final int STEPS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeRegistry registry = new FakeRegistry();
    private final Script script;
    private final TestWorkflowEnvironment environment;

    private Loop(Script script) {
        this.script = script;
        this.environment = environment();
        register(environment.newWorker(WorkflowIds.TASK_QUEUE, workerOptions()), registry, script);
        environment.start();
    }

    /** Gives a worker all workflows, and fakes of all activities. */
    public static void register(Worker worker, FakeRegistry registry, Script script) {
        worker.registerWorkflowImplementationTypes(
                AlertWorkflowImpl.class,
                ModelWorkflowImpl.class,
                MonitorWorkflowImpl.class,
                RetrainWorkflowImpl.class,
                ReviewWorkflowImpl.class,
                RolloutWorkflowImpl.class,
                UpkeepWorkflowImpl.class);
        worker.registerActivitiesImplementations(FakeActivities.all(registry, script));
        worker.registerActivitiesImplementations(new FakeUpkeep());
    }

    public static Loop start(Script script) {
        return new Loop(script);
    }

    /** A server that knows the search attributes and speaks the platform's encoding. */
    public static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(clientOptions())
                .registerSearchAttribute(WorkflowIds.MODEL_ATTRIBUTE, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(WorkflowIds.KIND_ATTRIBUTE, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build());
    }

    private static WorkflowClientOptions clientOptions() {
        return WorkflowClientOptions.newBuilder()
                .setDataConverter(PerennialDataConverter.create())
                .setIdentity("test")
                .build();
    }

    /** The sticky queue is left at once, and a slow machine is not taken for a deadlock. */
    public static WorkerOptions workerOptions() {
        return WorkerOptions.newBuilder()
                .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
                .setDefaultDeadlockDetectionTimeout(Duration.ofSeconds(30).toMillis())
                .build();
    }

    /** The entity of the sample model, started if it does not run. */
    public ModelWorkflow entity() {
        ModelName model = Samples.MODEL;
        ModelWorkflow entity = client().newWorkflowStub(ModelWorkflow.class, WorkflowStarts.model(model));
        WorkflowClient.start(entity::run, ModelSession.fresh(model));
        return client().newWorkflowStub(ModelWorkflow.class, WorkflowIds.model(model));
    }

    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /**
     * A client that waits without letting time pass: the usual one skips time while it waits for a result, now and then
     * between two tasks too, and fires deadlines that nobody meant to reach.
     */
    public WorkflowClient steadyClient() {
        return WorkflowClient.newInstance(environment.getWorkflowServiceStubs(), clientOptions());
    }

    public TestWorkflowEnvironment server() {
        return environment;
    }

    public FakeRegistry registry() {
        return registry;
    }

    public Script script() {
        return script;
    }

    /**
     * Moves time on, step by step, until the condition holds. While an activity runs, the server lets time pass only as
     * fast as it really does, so with training held back the condition is waited for instead.
     */
    public void advanceUntil(String what, BooleanSupplier condition) {
        if (script.trainingIsHeld()) {
            Eventually.within(PATIENCE, what, condition::getAsBoolean);
            return;
        }
        for (int i = 0; i < STEPS; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            environment.sleep(ONE_STEP);
        }
        throw new AssertionError("In vain until " + what + "; timeline:\n" + String.join("\n", registry.timeline()));
    }

    /** Moves time on until the timeline has a line that begins so. */
    public void advanceUntilTimelineHas(String beginning) {
        advanceUntil("the timeline has " + beginning, () -> registry.count(beginning) > 0);
    }

    @Override
    public void close() {
        script.releaseTraining();
        environment.close();
    }
}
