package dev.perennial.workflows.monitor;

import static dev.perennial.workflows.support.FakeActivities.day;
import static dev.perennial.workflows.support.Samples.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MonitorWorkflowTest {
    private static final TimeWindow FIRST = TimeWindow.startingAt(day(0), Duration.ofDays(7));
    private static final TimeWindow SECOND = TimeWindow.startingAt(day(7), Duration.ofDays(7));
    private static final TimeWindow THIRD = TimeWindow.startingAt(day(14), Duration.ofDays(7));

    private final Script script = new Script().holdTraining();
    private final Loop loop = Loop.start(script);

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void judgesEveryDueWindowInOrderAndSuggestsARetrainingOnce() {
        loop.entity();
        script.due(List.of(FIRST, SECOND, THIRD), SECOND);

        MonitorSummary summary = look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(summary.judged())
                .extracting(MonitorActivities.WindowJudgement::window)
                .containsExactly(FIRST, SECOND, THIRD);
        assertThat(summary.note()).isEqualTo("nothing more is due");
        loop.advanceUntilTimelineHas("retrain-requested flight-delay-r1");
        assertThat(loop.registry().timeline())
                .filteredOn(line -> line.startsWith("window-evaluated"))
                .containsExactly(
                        "window-evaluated " + FIRST + " healthy",
                        "window-evaluated " + SECOND + " healthy",
                        "window-evaluated " + THIRD + " healthy");
    }

    @Test
    void aReferenceIsFrozenBeforeTheFirstWindowIsJudged() {
        script.unfrozen(FIRST).due(List.of(SECOND));

        look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(loop.registry().timeline())
                .containsExactly("reference-frozen " + FIRST, "window-evaluated " + SECOND + " healthy");
    }

    @Test
    void aReferenceThatCannotBeFrozenSaysWhyAndNothingIsJudged() {
        script.failing("reference").unfrozen(FIRST).due(List.of(SECOND));

        MonitorSummary summary = look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(summary).isEqualTo(new MonitorSummary(List.of(), "too few rows"));
    }

    @Test
    void windowByHandIsJudgedAndRecordedNowhere() {
        MonitorSummary summary = loop.client()
                .newWorkflowStub(MonitorWorkflow.class, WorkflowStarts.lookAt(MODEL, FIRST))
                .run(new MonitorRequest(MODEL, Optional.of(FIRST)));

        assertThat(summary.judged()).hasSize(1);
        assertThat(loop.registry().timeline()).isEmpty();
    }

    @Test
    void windowIsJudgedWithoutAChallengerThatCannotBeFitted() {
        script.failing("challenger").due(List.of(FIRST));

        look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(loop.registry().timeline()).containsExactly("window-evaluated " + FIRST + " not-evaluable");
    }

    @Test
    void windowsThatWaitForTheirLabelsAreEstimatedAfterThoseThatAreDue() {
        script.due(List.of(FIRST)).awaiting(SECOND, THIRD);

        look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(loop.registry().timeline())
                .containsExactly(
                        "window-evaluated " + FIRST + " healthy",
                        "window-estimated " + SECOND,
                        "window-estimated " + THIRD);
    }

    @Test
    void anEstimateThatCannotBeMadeDoesNotStopTheLook() {
        script.failing("estimate").due(List.of(FIRST)).awaiting(SECOND);

        MonitorSummary summary = look().run(new MonitorRequest(MODEL, Optional.empty()));

        assertThat(summary.judged()).hasSize(1);
        assertThat(loop.registry().timeline()).containsExactly("window-evaluated " + FIRST + " healthy");
    }

    @Test
    void suggestionToAModelWithoutEntityFailsTheLookVisibly() {
        script.due(List.of(FIRST), FIRST);

        assertThatThrownBy(() -> look().run(new MonitorRequest(MODEL, Optional.empty())))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .hasMessageContaining("Cannot suggest a retraining of flight-delay: its workflow "
                        + WorkflowIds.model(MODEL) + " does not run");
    }

    @Test
    void newSegmentsAreProfiledBatchByBatchBeforeTheirWindowIsAddedUpAndJudged() {
        script.newBatches(40).due(List.of(FIRST, SECOND));

        look().run(new MonitorRequest(MODEL, Optional.empty()));

        List<String> counted = script.counted();
        assertThat(counted).hasSize(42).endsWith("merged", "merged");
        assertThat(counted.subList(0, 40))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                        .mapToObj(batch -> "batch " + batch)
                        .toList());
    }

    private MonitorWorkflow look() {
        return loop.client().newWorkflowStub(MonitorWorkflow.class, WorkflowStarts.scheduledLook(MODEL));
    }
}
