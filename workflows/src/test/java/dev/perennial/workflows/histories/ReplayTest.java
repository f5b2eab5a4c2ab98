package dev.perennial.workflows.histories;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.alert.AlertWorkflowImpl;
import dev.perennial.workflows.lifecycle.ModelWorkflowImpl;
import dev.perennial.workflows.monitor.MonitorWorkflowImpl;
import dev.perennial.workflows.retrain.RetrainWorkflowImpl;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewOutcome;
import dev.perennial.workflows.review.ReviewRequest;
import dev.perennial.workflows.review.ReviewWorkflow;
import dev.perennial.workflows.review.ReviewWorkflowImpl;
import dev.perennial.workflows.rollout.RolloutWorkflowImpl;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.upkeep.UpkeepWorkflowImpl;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of every released version can be taken over by this one. */
@Timeout(60)
class ReplayTest {
    private final TestWorkflowEnvironment environment = Loop.environment();

    @AfterEach
    void stop() {
        environment.close();
    }

    static Stream<Arguments> histories() {
        return Stream.of(
                Arguments.of("model-v1", ModelWorkflowImpl.class),
                Arguments.of("monitor-v1", MonitorWorkflowImpl.class),
                Arguments.of("monitor-v3", MonitorWorkflowImpl.class),
                Arguments.of("monitor-v4", MonitorWorkflowImpl.class),
                Arguments.of("alert-v3", AlertWorkflowImpl.class),
                Arguments.of("retrain-v1", RetrainWorkflowImpl.class),
                Arguments.of("review-v1", ReviewWorkflowImpl.class),
                Arguments.of("rollout-v1", RolloutWorkflowImpl.class),
                Arguments.of("upkeep-v5", UpkeepWorkflowImpl.class));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void recordedHistoryReplays(String name, Class<?> implementation) {
        assertThatCode(() -> replay(name, implementation)).doesNotThrowAnyException();
    }

    @Test
    void changedOrderOfCommandsIsNoticed() {
        assertThatThrownBy(() -> replay("review-v1", ClosesBeforeItOpens.class)).hasMessageContaining("TMPRL1100");
    }

    private void replay(String name, Class<?> implementation) throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource(
                "histories/" + name + ".json", environment, implementation);
    }

    /** A review as a careless change might leave it. */
    public static final class ClosesBeforeItOpens implements ReviewWorkflow {
        private final ReviewActivities registry =
                Workflow.newActivityStub(ReviewActivities.class, RegistryCalls.writes());

        @Override
        public ReviewOutcome run(ReviewRequest request) {
            ReviewOutcome outcome = new ReviewOutcome(ReviewOutcome.Decision.DISMISSED, "too early");
            registry.close(request, outcome, Optional.empty());
            registry.open(request);
            return outcome;
        }

        @Override
        public CommandResult decide(ReviewDecision decision) {
            return CommandResult.refused("never");
        }

        @Override
        public void decided(ReviewDecision decision) {}

        @Override
        public void dismiss(String reason) {}
    }
}
