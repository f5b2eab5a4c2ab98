package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelActivities;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewOutcome;
import dev.perennial.workflows.review.ReviewRequest;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path directory;

    private World world;
    private ModelActivities model;

    @BeforeEach
    void open() {
        world = new World(directory);
        model = world.activities.model();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theSituationSaysWhatThePolicyNeeds() {
        ModelSituation before = model.situation(World.MODEL);
        assertThat(before.declared()).isTrue();
        assertThat(before.champion()).isEmpty();
        assertThat(before.watermark()).isEmpty();
        assertThat(before.runs()).isZero();

        world.bootstrap(new SyntheticStream(3, 100));
        ModelSituation after = model.situation(World.MODEL);
        assertThat(after.champion()).hasValue(1);
        assertThat(after.retrainings()).containsExactly(World.servingFrom());
        assertThat(after.runs()).isEqualTo(1);
    }

    @Test
    void aRefusedSuggestionIsOneEntry() {
        RetrainCommand command = new RetrainCommand(
                "c-1",
                RetrainSpec.Trigger.CHALLENGER,
                "advantage",
                World.ADA,
                Optional.of(World.day(3)),
                Optional.empty());
        model.recordRetrainingRefused(World.MODEL, command, "in cool-down");
        model.recordRetrainingRefused(World.MODEL, command, "in cool-down");

        assertThat(world.entries(TimelineKind.RETRAIN_REFUSED))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.entry().sentence()).isEqualTo("No retraining (challenger): in cool-down"));
    }

    @Test
    void aSecondRunWhileOneIsUnderWayIsRefused() {
        world.request("synthetic-r1", World.day(1), Optional.empty());
        assertThatThrownBy(() -> world.request("synthetic-r2", World.day(1), Optional.empty()))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("refused"));
    }

    @Test
    void commandsThatCannotBeObeyedAreAnswered() {
        world.bootstrap(new SyntheticStream(3, 100));
        assertThat(model.rollBack(World.MODEL, rollback("c-1", OptionalInt.of(9)))
                        .status())
                .isEqualTo(CommandResult.Status.UNKNOWN);
        assertThat(model.rollBack(World.MODEL, rollback("c-2", OptionalInt.of(1))))
                .isEqualTo(
                        CommandResult.refused("Cannot roll back synthetic to synthetic@1: it is the champion already"));
        assertThat(model.rollBack(World.MODEL, rollback("c-3", OptionalInt.empty()))
                        .status())
                .isEqualTo(CommandResult.Status.REFUSED);
        assertThat(model.releaseHold(World.MODEL, new HoldReleaseCommand("c-4", "none", World.ADA))
                        .status())
                .isEqualTo(CommandResult.Status.REFUSED);
        assertThat(world.entries(TimelineKind.ROLLED_BACK)).isEmpty();
    }

    @Test
    void aReviewIsFiledAndClosedOnce() {
        world.bootstrap(new SyntheticStream(3, 100));
        world.run(world.request(
                "synthetic-r2",
                World.servingFrom(),
                Optional.of(world.registry.state(World.MODEL).imports().get(0).table())));
        ReviewRequest request = new ReviewRequest(
                "synthetic-v2",
                new ModelVersion(World.MODEL, 2),
                Digest.of("evidence"),
                Duration.ofDays(2),
                "Please look");
        ReviewDecision decision = new ReviewDecision(
                "c-1", "synthetic-v2", ReviewDecision.Choice.REJECT, request.evidence(), "no", World.ADA);
        ReviewActivities review = world.activities.review();
        review.open(request);
        review.open(request);
        assertThat(world.registry.state(World.MODEL).review().orElseThrow().deadline())
                .isEqualTo(world.clock.instant().plus(Duration.ofDays(2)));
        ReviewOutcome rejected = new ReviewOutcome(ReviewOutcome.Decision.REJECTED, "no");
        review.close(request, rejected, Optional.of(decision));
        review.close(request, rejected, Optional.of(decision));

        assertThat(world.registry.state(World.MODEL).review()).isEmpty();
        assertThat(world.entries(TimelineKind.REVIEW_REQUESTED)).hasSize(1);
        assertThat(world.entries(TimelineKind.REVIEW_REJECTED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().actor()).isEqualTo(World.ADA));
    }

    private static RollbackCommand rollback(String id, OptionalInt to) {
        return new RollbackCommand(id, to, "a test", World.ADA);
    }
}
