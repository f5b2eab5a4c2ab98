package dev.perennial.worker;

import dev.perennial.activities.Activities;
import dev.perennial.activities.ActivitySettings;
import dev.perennial.registry.Actor;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.alert.AlertWorkflowImpl;
import dev.perennial.workflows.client.DomainSearchAttributes;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.UpkeepSchedule;
import dev.perennial.workflows.lifecycle.ModelWorkflowImpl;
import dev.perennial.workflows.monitor.MonitorWorkflowImpl;
import dev.perennial.workflows.retrain.RetrainWorkflowImpl;
import dev.perennial.workflows.review.ReviewWorkflowImpl;
import dev.perennial.workflows.rollout.RolloutWorkflowImpl;
import dev.perennial.workflows.upkeep.UpkeepWorkflowImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A worker process's inside: all workflows and activities, polling one task queue. Closing it lets short work end. */
public final class PerennialWorker implements AutoCloseable {
    private static final Duration REGISTER_LIMIT = Duration.ofSeconds(30);
    private static final long DRAIN_SECONDS = 8;
    private static final long INTERRUPT_SECONDS = 2;

    private final WorkerFactory factory;
    private final Activities activities;

    private PerennialWorker(WorkerFactory factory, Activities activities) {
        this.factory = factory;
        this.activities = activities;
    }

    /** Starts polling; when this returns the worker takes tasks. */
    public static PerennialWorker start(
            WorkerSettings settings,
            TemporalConnection temporal,
            ObjectStore store,
            Registry registry,
            InstantSource clock) {
        DomainSearchAttributes.register(temporal, REGISTER_LIMIT);
        Activities activities = Activities.create(
                store,
                registry,
                clock,
                ActivitySettings.standard(settings.directory()).withSigningKey(settings.signingKey()));
        WorkerFactory factory = WorkerFactory.newInstance(temporal.workflows());
        Worker worker = factory.newWorker(
                WorkflowIds.TASK_QUEUE,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(settings.activitiesAtOnce())
                        // A busy machine is not a deadlocked workflow.
                        .setDefaultDeadlockDetectionTimeout(
                                settings.deadlockAfter().toMillis())
                        .build());
        worker.registerWorkflowImplementationTypes(
                AlertWorkflowImpl.class,
                ModelWorkflowImpl.class,
                MonitorWorkflowImpl.class,
                RetrainWorkflowImpl.class,
                ReviewWorkflowImpl.class,
                RolloutWorkflowImpl.class,
                UpkeepWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities.implementations().toArray());
        factory.start();
        UpkeepSchedule.ensure(temporal, Actor.system("upkeep"), REGISTER_LIMIT);
        return new PerennialWorker(factory, activities);
    }

    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
        // What is still running, such as a training, is interrupted; another worker takes it up.
        factory.shutdownNow();
        factory.awaitTermination(INTERRUPT_SECONDS, TimeUnit.SECONDS);
        activities.close();
    }
}
