package dev.perennial.cli.demo;

import dev.perennial.cli.dev.Endpoints;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.time.Duration;

/** Asks Temporal whether a run's training activity is being worked on at this moment. */
final class PendingTraining implements DemoStory.TrainingWatch, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TemporalConnection connection;

    private PendingTraining(TemporalConnection connection) {
        this.connection = connection;
    }

    static PendingTraining connect(Endpoints endpoints) {
        return new PendingTraining(TemporalConnection.open(TemporalSettings.from(endpoints.environment()), LIMIT));
    }

    @Override
    public boolean underWay(String run) {
        DescribeWorkflowExecutionRequest request = DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(connection.settings().namespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WorkflowIds.retrain(run)))
                .build();
        return connection.stubs().blockingStub().describeWorkflowExecution(request).getPendingActivitiesList().stream()
                .anyMatch(activity -> activity.getActivityType().getName().endsWith("Train")
                        && activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    }

    @Override
    public void close() {
        connection.close();
    }
}
