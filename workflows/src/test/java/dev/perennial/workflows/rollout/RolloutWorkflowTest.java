package dev.perennial.workflows.rollout;

import static dev.perennial.workflows.support.Samples.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.spec.RolloutSpec;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.rollout.RolloutOutcome.End;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Samples;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RolloutWorkflowTest {
    private static final String ID = WorkflowIds.rollout("r1-rollout");

    private final Script script = new Script();
    private final Loop loop = Loop.start(script);

    @AfterEach
    void stop() {
        loop.close();
    }

    @ParameterizedTest
    @CsvSource({"ROLL_BACK, ROLLED_BACK", "INVALID, ROLLED_BACK", "HOLD, HELD"})
    void everyVerdictAgainstTheChallengerGivesTrafficBack(Verdict verdict, End end) {
        script.judge(verdict, Verdict.CONTINUE, Verdict.ADVANCE, Verdict.CONTINUE);

        RolloutOutcome outcome = workflow().run(request(Samples.rollout()));

        assertThat(outcome).isEqualTo(new RolloutOutcome(end, "the judge spoke"));
        assertThat(loop.registry().timeline())
                .containsExactly("rollout-step 5 %", "rollout-step 25 %", "taken-back " + end + ": the judge spoke");
        assertThat(loop.registry().champion()).hasValue(1);
        assertThat(loop.registry().traffic()).isEmpty();
    }

    @Test
    void planOfAllTrafficAtOnceIsAPromotionWithoutALook() {
        RolloutSpec atOnce = plan(List.of(new RolloutSpec.Step(10_000, Duration.ZERO)));

        assertThat(workflow().run(request(atOnce)).end()).isEqualTo(End.PROMOTED);
        assertThat(script.looks()).isZero();
    }

    @Test
    void rolloutWithoutTrafficEndsAfterTheLongestTimeOfAStep() {
        script.judge(Verdict.CONTINUE);

        RolloutOutcome outcome = workflow()
                .run(new RolloutRequest(
                        "r1-rollout", new ModelVersion(MODEL, 2), 1, Samples.rollout(), Duration.ofHours(3)));

        assertThat(outcome).isEqualTo(new RolloutOutcome(End.HELD, "No verdict on 5 % within P7D"));
        assertThat(script.looks()).isBetween(7 * 24 / 3, 7 * 24 / 3 + 2);
    }

    @Test
    void rolloutOfAChampionThatIsNoMoreIsOvertaken() {
        loop.registry().trafficIsElsewhere();

        assertThat(workflow().run(request(Samples.rollout())).end()).isEqualTo(End.OVERTAKEN);
        assertThat(loop.registry().timeline()).isEmpty();
    }

    @Test
    void longRolloutGoesOnInANewRunWithoutEnteringItsStepAgain() {
        Verdict[] patience = new Verdict[RolloutOptions.LOOKS_PER_RUN + 5];
        Arrays.fill(patience, Verdict.CONTINUE);
        patience[0] = Verdict.ADVANCE;
        script.judge(Verdict.ADVANCE, patience);
        RolloutWorkflow workflow = workflow();

        RolloutOutcome outcome = workflow.run(request(Samples.rollout()));

        assertThat(outcome.end()).isEqualTo(End.PROMOTED);
        assertThat(loop.registry().timeline())
                .containsExactly("rollout-step 5 %", "rollout-step 25 %", "champion-promoted flight-delay@2");
        assertThat(script.looks()).isEqualTo(RolloutOptions.LOOKS_PER_RUN + 6);
        assertThat(loop.client()
                        .fetchHistory(ID)
                        .getEvents()
                        .get(0)
                        .getWorkflowExecutionStartedEventAttributes()
                        .getContinuedExecutionRunId())
                .isNotEmpty();
    }

    @Test
    void cancelledRolloutGivesTrafficBack() {
        script.judge(Verdict.CONTINUE);
        RolloutWorkflow workflow = workflow();
        WorkflowClient.start(workflow::run, request(Samples.rollout()));
        loop.advanceUntil("the judge looked", () -> script.looks() > 0);

        WorkflowStub.fromTyped(workflow).cancel();

        loop.advanceUntilTimelineHas("taken-back ABORTED: The rollout was cancelled");
        assertThat(loop.registry().traffic()).isEmpty();
    }

    private RolloutWorkflow workflow() {
        return loop.client()
                .newWorkflowStub(
                        RolloutWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(ID)
                                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                                .build());
    }

    private static RolloutRequest request(RolloutSpec plan) {
        return new RolloutRequest(
                "r1-rollout", new ModelVersion(MODEL, 2), 1, plan, Duration.ofSeconds(30), Optional.empty());
    }

    private static RolloutSpec plan(List<RolloutSpec.Step> steps) {
        RolloutSpec usual = Samples.rollout();
        return new RolloutSpec(
                steps, usual.falseRollback(), usual.minRequests(), usual.maxStepDuration(), usual.probation());
    }
}
