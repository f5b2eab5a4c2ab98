package dev.perennial.workflows.lifecycle;

import static dev.perennial.workflows.support.Samples.ADA;
import static dev.perennial.workflows.support.Samples.EVIDENCE;
import static dev.perennial.workflows.support.Samples.GRACE;
import static dev.perennial.workflows.support.Samples.MODEL;
import static dev.perennial.workflows.support.Samples.byHand;
import static dev.perennial.workflows.support.Samples.byMonitor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.CommandResult.Status;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelStatus.Phase;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.support.FakeActivities;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EpisodeTest {
    private static final String REVIEW = "flight-delay-r1-review";
    private static final String ROLLOUT = "flight-delay-r1-rollout";

    private final Script script = new Script();
    private final Loop loop = Loop.start(script);
    private final ModelWorkflow entity = loop.entity();

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void approvedCandidateBecomesChampionStepByStep() {
        CommandResult answer = entity.requestRetraining(byHand("c1"));
        assertThat(answer.status()).isEqualTo(Status.ACCEPTED);
        assertThat(answer.id()).isEqualTo("flight-delay-r1");
        reviewIsOpen();

        assertThat(entity.decideReview(decision("d1", ReviewDecision.Choice.APPROVE, EVIDENCE, GRACE)))
                .isEqualTo(CommandResult.accepted(REVIEW, "user:grace approved flight-delay@2: seen"));
        episodeEnds();

        assertThat(loop.registry().timeline())
                .filteredOn(line -> !line.startsWith("candidate-trained"))
                .containsExactly(
                        "retrain-requested flight-delay-r1",
                        "validated 3",
                        "version-registered flight-delay@2",
                        "retrain-ended CandidateReady the gate spoke",
                        "review-requested " + REVIEW,
                        "review-APPROVED " + REVIEW,
                        "rollout-step 5 %",
                        "rollout-step 25 %",
                        "champion-promoted flight-delay@2");
    }

    @Test
    void rejectedCandidateGetsNoTraffic() {
        entity.requestRetraining(byHand("c1"));
        reviewIsOpen();

        entity.decideReview(decision("d1", ReviewDecision.Choice.REJECT, EVIDENCE, GRACE));
        episodeEnds();

        assertThat(loop.registry().count("review-REJECTED")).isEqualTo(1);
        assertThat(loop.registry().count("rollout-step")).isZero();
    }

    @Test
    void reviewThatNobodyAnswersExpires() {
        entity.requestRetraining(byHand("c1"));
        reviewIsOpen();

        loop.server().sleep(Duration.ofDays(3));
        episodeEnds();

        assertThat(loop.registry().count("review-EXPIRED " + REVIEW)).isEqualTo(1);
        assertThat(loop.registry().count("rollout-step")).isZero();
        assertThat(entity.decideReview(decision("d1", ReviewDecision.Choice.APPROVE, EVIDENCE, GRACE))
                        .status())
                .isEqualTo(Status.REFUSED);
    }

    @Test
    void decisionOnOtherEvidenceDoesNotCount() {
        entity.requestRetraining(byHand("c1"));
        reviewIsOpen();
        Digest stale = Digest.of("stale");

        CommandResult answer = entity.decideReview(decision("d1", ReviewDecision.Choice.APPROVE, stale, GRACE));

        assertThat(answer)
                .isEqualTo(CommandResult.refused("Cannot decide review " + REVIEW + ": the decision is on evidence "
                        + stale.abbreviated() + ", the review shows " + EVIDENCE.abbreviated()));
        assertThat(entity.status().phase()).isEqualTo(Phase.REVIEW);
    }

    @Test
    void whoeverAskedForAVersionDoesNotApproveIt() {
        entity.requestRetraining(byHand("c1"));
        reviewIsOpen();

        assertThat(entity.decideReview(decision("d1", ReviewDecision.Choice.APPROVE, EVIDENCE, ADA))
                        .status())
                .isEqualTo(Status.REFUSED);
        assertThat(entity.decideReview(decision("d2", ReviewDecision.Choice.REJECT, EVIDENCE, ADA))
                        .status())
                .isEqualTo(Status.ACCEPTED);
    }

    @Test
    void secondDecisionIsRefused() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();

        assertThat(entity.decideReview(decision("d2", ReviewDecision.Choice.REJECT, EVIDENCE, GRACE)))
                .isEqualTo(CommandResult.refused("Cannot decide review " + REVIEW + ": it is over"));
        assertThat(loop.registry().count("review-")).isEqualTo(2);
    }

    @Test
    void rollbackDuringARolloutBeatsThePromotionAndLeavesAHold() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();
        loop.advanceUntil("the judge looked", () -> script.looks() > 0);

        CommandResult answer = entity.rollBack(new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA));
        script.judge(Verdict.ADVANCE);
        assertThat(answer.status()).isEqualTo(Status.ACCEPTED);
        episodeEnds();
        loop.server().sleep(Duration.ofDays(1));

        assertThat(loop.registry().champion()).hasValue(7);
        assertThat(loop.registry().count("champion-promoted")).isZero();
        assertThat(loop.registry().count("taken-back")).isZero();
        assertThat(WorkflowStub.fromTyped(entity).getExecution()).isNotNull();
        assertThat(entity.requestRetraining(byHand("c2")).message())
                .isEqualTo("Cannot retrain flight-delay: it is held (it hurts); release the hold first");

        assertThat(entity.releaseHold(new HoldReleaseCommand("h1", "repaired", ADA))
                        .status())
                .isEqualTo(Status.ACCEPTED);
        assertThat(entity.requestRetraining(byHand("c3")).id()).isEqualTo("flight-delay-r2");
    }

    @Test
    void rollbackDuringTrainingStopsTheRun() {
        script.holdTraining();
        entity.requestRetraining(byHand("c1"));
        loop.advanceUntil("training", () -> entity.status().phase() == Phase.RETRAINING);

        entity.rollBack(new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA));

        loop.advanceUntilTimelineHas("retrain-ended NoCandidate");
        assertThat(loop.registry().count("version-registered")).isZero();
        episodeEnds();
    }

    @Test
    void rollbackDuringAReviewDismissesIt() {
        entity.requestRetraining(byHand("c1"));
        reviewIsOpen();

        entity.rollBack(new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA));

        loop.advanceUntilTimelineHas("review-DISMISSED");
        episodeEnds();
        assertThat(loop.registry().count("rollout-step")).isZero();
    }

    /* The in-memory server does not tell the entity of the terminations, so it tries to reach what is not there. */
    @Test
    void rollbackThatCannotReachTheRolloutStillEndsTheEpisode() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();
        loop.client().newUntypedWorkflowStub(WorkflowIds.rollout(ROLLOUT)).terminate("by mistake");

        entity.rollBack(new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA));

        episodeEnds();
    }

    @Test
    void rollbackThatCannotReachTheRunStillEndsTheEpisode() {
        script.holdTraining();
        entity.requestRetraining(byHand("c1"));
        loop.advanceUntil("training", () -> entity.status().phase() == Phase.RETRAINING);
        loop.client()
                .newUntypedWorkflowStub(WorkflowIds.retrain("flight-delay-r1"))
                .terminate("by mistake");

        entity.rollBack(new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA));

        episodeEnds();
    }

    @Test
    void refusedRollbackDisturbsNothing() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();

        assertThat(entity.rollBack(new RollbackCommand("b1", OptionalInt.of(1), "mistaken", ADA))
                        .status())
                .isEqualTo(Status.REFUSED);
        script.judge(Verdict.ADVANCE);

        loop.advanceUntilTimelineHas("champion-promoted flight-delay@2");
    }

    @Test
    void candidateWhoseTrainingFailsIsLeftOut() {
        script.failing("gradient-boosting");
        loop.registry().declare(RetrainSpec.Mode.AUTOMATIC);

        entity.requestRetraining(byHand("c1"));

        loop.advanceUntilTimelineHas("champion-promoted");
        assertThat(loop.registry().timeline()).contains("validated 2");
    }

    @Test
    void runWithoutAnyCandidateEndsTheEpisode() {
        script.failing("linear", "gradient-boosting", "forest");

        entity.requestRetraining(byHand("c1"));
        loop.advanceUntilTimelineHas("retrain-ended");
        episodeEnds();

        assertThat(loop.registry().timeline())
                .contains("retrain-ended NoCandidate No candidate could be trained: linear: no convergence; "
                        + "gradient-boosting: no convergence; forest: no convergence");
    }

    @Test
    void firstVersionTakesOfficeWithoutReview() {
        loop.registry().withoutChampion();

        entity.requestRetraining(byHand("c1"));
        loop.advanceUntilTimelineHas("retrain-ended ChampionByBootstrap");
        episodeEnds();

        assertThat(loop.registry().champion()).hasValue(1);
        assertThat(loop.registry().count("review-")).isZero();
    }

    @Test
    void modeNotifyStopsAtTheRegisteredVersion() {
        loop.registry().declare(RetrainSpec.Mode.NOTIFY);

        entity.requestRetraining(byHand("c1"));
        loop.advanceUntilTimelineHas("retrain-ended CandidateReady");
        episodeEnds();

        assertThat(loop.registry().count("review-")).isZero();
        assertThat(loop.registry().count("rollout-step")).isZero();
    }

    @Test
    void rolloutOutlivesACancelledEntity() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();
        loop.advanceUntil("the judge looked", () -> script.looks() > 0);

        WorkflowStub.fromTyped(entity).cancel();
        script.judge(Verdict.ADVANCE);

        loop.advanceUntilTimelineHas("champion-promoted flight-delay@2");
    }

    @Test
    void personSteersTheRollout() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();

        assertThat(steer("s1", RolloutCommand.Verb.RESUME).message())
                .isEqualTo("Cannot resume rollout " + ROLLOUT + ": it is not paused");
        assertThat(steer("s2", RolloutCommand.Verb.PAUSE).status()).isEqualTo(Status.ACCEPTED);
        loop.advanceUntilTimelineHas("rollout-PAUSE");
        int looks = script.looks();
        loop.server().sleep(Duration.ofDays(30));
        assertThat(script.looks()).isEqualTo(looks);

        assertThat(steer("s3", RolloutCommand.Verb.RESUME).status()).isEqualTo(Status.ACCEPTED);
        loop.advanceUntil("the judge looked again", () -> script.looks() > looks);
        assertThat(steer("s4", RolloutCommand.Verb.ABORT))
                .isEqualTo(CommandResult.accepted(ROLLOUT, "user:ada aborted it: my hand"));
        assertThat(loop.registry().timeline()).last().isEqualTo("taken-back ABORTED: user:ada aborted it: my hand");
        assertThat(steer("s5", RolloutCommand.Verb.PROMOTE).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void personPromotesAtOnce() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();

        assertThat(steer("s1", RolloutCommand.Verb.PROMOTE).status()).isEqualTo(Status.ACCEPTED);

        assertThat(loop.registry().champion()).hasValue(2);
    }

    @Test
    void sameRefusalOfASuggestionIsWrittenOnce() {
        loop.registry().forget();
        entity.suggestRetraining(byMonitor("m1", FakeActivities.day(0)));
        entity.suggestRetraining(byMonitor("m2", FakeActivities.day(1)));
        entity.suggestRetraining(byMonitor("m3", FakeActivities.day(2)));
        loop.advanceUntilTimelineHas("retrain-refused");
        loop.registry().declare(RetrainSpec.Mode.AUTOMATIC);
        entity.suggestRetraining(byMonitor("m4", FakeActivities.day(3)));
        loop.advanceUntilTimelineHas("champion-promoted");
        episodeEnds();
        entity.suggestRetraining(byMonitor("m5", FakeActivities.day(4)));
        entity.suggestRetraining(byMonitor("m6", FakeActivities.day(4)));
        loop.advanceUntil("the next refusal", () -> loop.registry().count("retrain-refused") == 2);

        assertThat(loop.registry().timeline())
                .filteredOn(line -> line.startsWith("retrain-refused"))
                .containsExactly(
                        "retrain-refused Cannot retrain flight-delay: no such model is declared",
                        "retrain-refused Cannot retrain flight-delay: it is in cool-down until 2013-06-09T00:00:00Z");
    }

    @Test
    void everyWorkflowIsFoundByModelAndKind() {
        script.judge(Verdict.CONTINUE);
        entity.requestRetraining(byHand("c1"));
        approve();

        assertThat(kindOf(WorkflowIds.model(MODEL))).isEqualTo("flight-delay model");
        assertThat(kindOf(WorkflowIds.retrain("flight-delay-r1"))).isEqualTo("flight-delay retrain");
        assertThat(kindOf(WorkflowIds.review(REVIEW))).isEqualTo("flight-delay review");
        assertThat(kindOf(WorkflowIds.rollout(ROLLOUT))).isEqualTo("flight-delay rollout");
    }

    private String kindOf(String workflow) {
        var attributes =
                loop.client().newUntypedWorkflowStub(workflow).describe().getTypedSearchAttributes();
        return attributes.get(WorkflowStarts.MODEL_KEY) + " " + attributes.get(WorkflowStarts.KIND_KEY);
    }

    private void reviewIsOpen() {
        loop.advanceUntilTimelineHas("review-requested " + REVIEW);
    }

    private void approve() {
        reviewIsOpen();
        assertThat(entity.decideReview(decision("d1", ReviewDecision.Choice.APPROVE, EVIDENCE, GRACE))
                        .status())
                .isEqualTo(Status.ACCEPTED);
        loop.advanceUntilTimelineHas("rollout-step 5 %");
    }

    private void episodeEnds() {
        loop.advanceUntil("the entity is idle", () -> entity.status().phase() == Phase.IDLE);
    }

    private CommandResult steer(String id, RolloutCommand.Verb verb) {
        return entity.steerRollout(new RolloutCommand(id, verb, "my hand", ADA));
    }

    private static ReviewDecision decision(String id, ReviewDecision.Choice choice, Digest evidence, Actor actor) {
        return new ReviewDecision(id, REVIEW, choice, evidence, "seen", actor);
    }
}
