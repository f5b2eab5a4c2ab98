package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.rollout.RolloutActivities;
import dev.perennial.workflows.rollout.RolloutActivities.Judgement;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutOutcome;
import dev.perennial.workflows.rollout.RolloutReport;
import dev.perennial.workflows.rollout.RolloutRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    private static final ModelVersion SECOND = new ModelVersion(World.MODEL, 2);

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(5, 900);
    private World world;
    private RolloutActivities rollout;
    private RolloutRequest request;

    @BeforeEach
    void open() {
        world = new World(directory);
        world.bootstrap(new SyntheticStream(5, 200));
        Digest table = world.registry.state(World.MODEL).imports().get(0).table();
        RetrainRequest run = world.request("synthetic-r2", World.servingFrom(), Optional.of(table));
        world.run(run);
        world.activities
                .retrain()
                .recordEnd(run, new RetrainOutcome.CandidateReady(SECOND, Digest.of("evidence"), "ready"));
        rollout = world.activities.rollout();
        request = new RolloutRequest("synthetic-o1", SECOND, 1, world.spec.rollout(), Duration.ofSeconds(1));
        serve(35, 0, Canary.ABSENT);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aGoodCanaryAdvancesStepByStepAndIsPromoted() {
        TrafficPlan shadow = rollout.enterStep(request, 0).orElseThrow();
        assertThat(rollout.judge(request, shadow).verdict()).isEqualTo(Verdict.CONTINUE);
        for (int day = 36; day < 41; day++) {
            serve(day, 0, Canary.ALIKE);
        }
        Judgement first = rollout.judge(request, shadow);
        assertThat(first.verdict()).as(first.because()).isEqualTo(Verdict.ADVANCE);
        assertThat(first.numbers()).containsEntry("canary-failures", 0.0);

        TrafficPlan quarter = rollout.enterStep(request, 1).orElseThrow();
        Judgement early = rollout.judge(request, quarter);
        assertThat(early.verdict()).isEqualTo(Verdict.CONTINUE);
        assertThat(early.because()).contains("the step has not lasted its least time");
        for (int day = 41; day < 43; day++) {
            serve(day, 2500, Canary.ALIKE);
        }
        Judgement second = rollout.judge(request, quarter);
        assertThat(second.verdict()).as(second.because()).isEqualTo(Verdict.ADVANCE);
        RolloutReport report = world.registry.document(second.evidence().orElseThrow(), RolloutReport.class);
        assertThat(report.plan()).isEqualTo(quarter);

        assertThat(rollout.promote(request, second.because(), second.evidence()))
                .isTrue();
        assertThat(rollout.promote(request, second.because(), second.evidence()))
                .isTrue();
        ModelState state = world.registry.state(World.MODEL);
        assertThat(state.championVersion()).contains(SECOND);
        assertThat(state.traffic()).isEmpty();
        assertThat(world.entries(TimelineKind.CHAMPION_PROMOTED)).hasSize(2);
    }

    @Test
    void aCanaryThatIsWorseOnLabelledRowsIsTakenBack() {
        TrafficPlan shadow = rollout.enterStep(request, 0).orElseThrow();
        for (int day = 36; day < 40; day++) {
            serve(day, 0, Canary.WORSE);
        }

        Judgement judgement = rollout.judge(request, shadow);

        assertThat(judgement.verdict()).as(judgement.because()).isEqualTo(Verdict.ROLL_BACK);
        assertThat(judgement.because()).contains("Brier score is worse");
        assertThat(takeBackTwice(judgement)).containsExactly(true, true);
        assertThat(world.registry.state(World.MODEL).traffic()).isEmpty();
        assertThat(world.entries(TimelineKind.ROLLED_BACK)).hasSize(1);
        assertThat(rollout.enterStep(request, 1)).isEmpty();
    }

    @Test
    void aCanaryThatFailsIsTakenBackBeforeAnyLabel() {
        TrafficPlan shadow = rollout.enterStep(request, 0).orElseThrow();
        serve(36, 0, Canary.FAILING);

        Judgement judgement = rollout.judge(request, shadow);

        assertThat(judgement.verdict()).isEqualTo(Verdict.ROLL_BACK);
        assertThat(judgement.because()).contains("consecutive failures");
    }

    @Test
    void aSplitThatIsNotThePlannedOneMakesTheMeasurementInvalid() {
        rollout.enterStep(request, 0);
        serve(36, 0, Canary.ALIKE);
        TrafficPlan quarter = rollout.enterStep(request, 1).orElseThrow();
        serve(37, 6000, Canary.ALIKE);
        serve(38, 6000, Canary.ALIKE);

        assertThat(rollout.judge(request, quarter).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void stepsAndNotesAreWrittenOnceAndWithOneSalt() {
        TrafficPlan first = rollout.enterStep(request, 0).orElseThrow();
        serve(36, 0, Canary.ALIKE);
        assertThat(rollout.enterStep(request, 0)).contains(first);
        assertThat(rollout.enterStep(request, 1).orElseThrow().salt()).isEqualTo(first.salt());
        RolloutCommand pause = new RolloutCommand("c-1", RolloutCommand.Verb.PAUSE, "lunch", World.ADA);
        rollout.note(request, pause);
        rollout.note(request, pause);

        assertThat(world.entries(TimelineKind.ROLLOUT_STARTED)).hasSize(1);
        assertThat(world.entries(TimelineKind.ROLLOUT_STEP)).hasSize(1);
        assertThat(world.entries(TimelineKind.ROLLOUT_PAUSED)).hasSize(1);
    }

    @Test
    void aRollbackByAPersonBeatsTheRolloutAndLeavesAHold() {
        rollout.enterStep(request, 0);

        RollbackCommand command = new RollbackCommand("c-9", OptionalInt.empty(), "it is wrong", World.ADA);
        CommandResult result = world.activities.model().rollBack(World.MODEL, command);
        CommandResult again = world.activities.model().rollBack(World.MODEL, command);

        assertThat(result.status()).isEqualTo(CommandResult.Status.ACCEPTED);
        assertThat(result.id()).isEqualTo("synthetic@1");
        assertThat(again).isEqualTo(result);
        assertThat(world.entries(TimelineKind.ROLLED_BACK)).hasSize(1);
        assertThat(rollout.promote(request, "too late", Optional.empty())).isFalse();
        assertThat(rollout.takeBack(request, RolloutOutcome.End.ABORTED, "too late", Optional.empty()))
                .isFalse();
        assertThat(world.activities.model().situation(World.MODEL).hold()).isPresent();
    }

    private List<Boolean> takeBackTwice(Judgement judgement) {
        return List.of(
                rollout.takeBack(request, RolloutOutcome.End.ROLLED_BACK, judgement.because(), judgement.evidence()),
                rollout.takeBack(request, RolloutOutcome.End.ROLLED_BACK, judgement.because(), judgement.evidence()));
    }

    private void serve(int day, int basisPoints, Canary canary) {
        Instant midnight = World.day(day);
        SplittableRandom random = new SplittableRandom(day);
        List<LoggedPrediction> rows = new ArrayList<>();
        for (LoggedPrediction row : stream.day(midnight, Inputs.USUAL, SyntheticStream::law)) {
            double champion = row.score().orElseThrow();
            double other = canary.score(champion, random);
            boolean swap = random.nextInt(10_000) < basisPoints;
            rows.add(new LoggedPrediction(
                    row.id(),
                    row.eventTime(),
                    swap ? 2 : 1,
                    swap ? "canary" : "champion",
                    Optional.of(swap ? other : champion),
                    canary == Canary.ABSENT ? Optional.empty() : Optional.of(swap ? 1 : 2),
                    canary == Canary.ABSENT || Double.isNaN(other)
                            ? Optional.empty()
                            : Optional.of(swap ? champion : other),
                    Optional.empty(),
                    row.label(),
                    row.labelDelay(),
                    row.features()));
        }
        world.gateway.write(rows);
    }

    private enum Canary {
        ABSENT,
        ALIKE,
        WORSE,
        FAILING;

        double score(double champion, SplittableRandom random) {
            return switch (this) {
                case ABSENT -> champion;
                case ALIKE -> Math.min(1, Math.max(0, champion + 0.02 * random.nextGaussian()));
                case WORSE -> Math.min(1, Math.max(0, champion + 0.3 * random.nextGaussian()));
                case FAILING -> Double.NaN;
            };
        }
    }
}
