package dev.perennial.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.workflows.PerennialDataConverter;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.lifecycle.ModelWorkflowImpl;
import dev.perennial.workflows.monitor.MonitorWorkflowImpl;
import dev.perennial.workflows.retrain.RetrainWorkflowImpl;
import dev.perennial.workflows.review.ReviewWorkflowImpl;
import dev.perennial.workflows.rollout.RolloutWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an environment's Temporal has recorded, run again through the workflows of this build. */
final class RecordedHistories {
    private static final Map<String, Class<?>> IMPLEMENTATIONS = Map.of(
            "model", ModelWorkflowImpl.class,
            "monitor", MonitorWorkflowImpl.class,
            "retrain", RetrainWorkflowImpl.class,
            "review", ReviewWorkflowImpl.class,
            "rollout", RolloutWorkflowImpl.class);
    /** Looks that found nothing to do are many and alike. */
    private static final int MOST_OF_A_KIND = 8;

    private final TemporalConnection temporal;

    RecordedHistories(TemporalConnection temporal) {
        this.temporal = temporal;
    }

    /** Replays the recorded runs, and fails unless each kind was among them. */
    void replayAll() throws Exception {
        Map<String, Integer> replayed = new TreeMap<>();
        List<WorkflowExecutionMetadata> runs =
                temporal.workflows().listExecutions("").toList();
        for (WorkflowExecutionMetadata run : runs) {
            Class<?> implementation = IMPLEMENTATIONS.get(run.getWorkflowType());
            if (implementation != null && replayed.getOrDefault(run.getWorkflowType(), 0) < MOST_OF_A_KIND) {
                replay(
                        temporal.workflows()
                                .fetchHistory(
                                        run.getExecution().getWorkflowId(),
                                        run.getExecution().getRunId()),
                        implementation);
                replayed.merge(run.getWorkflowType(), 1, Integer::sum);
            }
        }
        assertThat(replayed.keySet()).containsExactlyInAnyOrderElementsOf(IMPLEMENTATIONS.keySet());
    }

    /** In an environment of its own: a worker takes a type once. */
    private static void replay(WorkflowExecutionHistory history, Class<?> implementation) throws Exception {
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PerennialDataConverter.create())
                        .build())
                .build();
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
            WorkflowReplayer.replayWorkflowExecution(history, environment, implementation);
        }
    }
}
