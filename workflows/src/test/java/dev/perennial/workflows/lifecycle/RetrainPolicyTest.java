package dev.perennial.workflows.lifecycle;

import static dev.perennial.workflows.support.FakeActivities.day;
import static dev.perennial.workflows.support.Samples.MODEL;
import static dev.perennial.workflows.support.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Actor;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.registry.spec.RetrainSpec.Trigger;
import dev.perennial.workflows.lifecycle.RetrainPolicy.Allowed;
import dev.perennial.workflows.lifecycle.RetrainPolicy.Decision;
import dev.perennial.workflows.lifecycle.RetrainPolicy.NotDeclared;
import dev.perennial.workflows.lifecycle.RetrainPolicy.Refused;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.RetrainCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetrainPolicyTest {
    private static final int BUDGET = 2;

    @Test
    void allowsWhatNothingSpeaksAgainst() {
        assertThat(decide(situation(), command(Trigger.CHALLENGER, day(0)), Optional.empty()))
                .isEqualTo(new Allowed(spec(RetrainSpec.Mode.REVIEW), day(0)));
    }

    @Test
    void trainsNothingWhereAnotherServerAnswers() {
        ModelSpec spec = ModelSpecReader.read("""
                apiVersion: perennial.dev/v1
                kind: Model
                metadata: {name: flight-delay, owner: ops@example.org}
                spec:
                  task: binary-classification
                  features: [{name: x, type: number}]
                  label: {name: late, positive: "1", arrives: {matureAfter: P1D}}
                  external: {reference: 2013-01-01T00:00Z/P28D}
                """);
        ModelSituation elsewhere = new ModelSituation(
                true,
                Optional.of(spec),
                OptionalInt.of(1),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(day(9)),
                List.of());

        assertThat(decide(elsewhere, command(Trigger.MANUAL, day(0)), Optional.empty()))
                .isEqualTo(
                        refused("another server answers for it (spec.external of its file), and what is trained there"
                                + " is retrained there"));
    }

    @Test
    void usesTheWatermarkWhereTheCommandNamesNoTime() {
        ModelSituation situation = situation(OptionalInt.of(1), Optional.empty(), Optional.of(day(9)), List.of());

        assertThat(decide(situation, command(Trigger.MANUAL), Optional.empty()))
                .isEqualTo(new Allowed(spec(RetrainSpec.Mode.REVIEW), day(9)));
    }

    @Test
    void refusesWithoutAnyEventTime() {
        assertThat(decide(situation(), command(Trigger.MANUAL), Optional.empty()))
                .isEqualTo(refused(
                        "nothing is logged yet, so the command must name the event time up to which data count"));
    }

    @Test
    void knowsNoUndeclaredModel() {
        ModelSituation undeclared = new ModelSituation(
                false,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        assertThat(decide(undeclared, command(Trigger.MANUAL, day(0)), Optional.empty()))
                .isEqualTo(new NotDeclared("Cannot retrain flight-delay: no such model is declared"));
    }

    @Test
    void holdStopsEvenAPerson() {
        ModelSituation held = situation(OptionalInt.of(1), Optional.of("it hurts"), Optional.empty(), List.of());

        assertThat(decide(held, command(Trigger.MANUAL, day(0)), Optional.empty()))
                .isEqualTo(refused("it is held (it hurts); release the hold first"));
    }

    @Test
    void episodeUnderWayStopsEvenAPerson() {
        assertThat(decide(situation(), command(Trigger.MANUAL, day(0)), Optional.of("run flight-delay-r4")))
                .isEqualTo(refused("run flight-delay-r4 is under way"));
    }

    @Test
    void triggerThatIsNotDeclaredMayNotAsk() {
        assertThat(decide(situation(), command(Trigger.SCHEDULE, day(0)), Optional.empty()))
                .isEqualTo(refused("its declaration does not let schedule ask for a retraining"));
    }

    @Test
    void coolDownStopsTriggersUntilItsLastInstantButNoPerson() {
        ModelSituation situation = retrainedOn(day(0));

        assertThat(decide(situation, command(Trigger.HARM, day(3).minusMillis(1)), Optional.empty()))
                .isEqualTo(refused("it is in cool-down until " + day(3)));
        assertThat(decide(situation, command(Trigger.HARM, day(3)), Optional.empty()))
                .isInstanceOf(Allowed.class);
        assertThat(decide(situation, command(Trigger.MANUAL, day(1)), Optional.empty()))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void spentBudgetStopsEvenAPersonUntilAWeekHasPassed() {
        ModelSituation situation = retrainedOn(day(0), day(3));

        assertThat(decide(situation, command(Trigger.MANUAL, day(7).minusMillis(1)), Optional.empty()))
                .isEqualTo(refused("its budget of 2 retrainings in 7 days is spent"));
        assertThat(decide(situation, command(Trigger.MANUAL, day(7)), Optional.empty()))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void firstVersionIsNoRetraining() {
        ModelSituation failedTwice =
                situation(OptionalInt.empty(), Optional.empty(), Optional.empty(), List.of(day(0), day(0), day(0)));

        assertThat(decide(failedTwice, command(Trigger.HARM, day(0)), Optional.empty()))
                .isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noSevenDaysEverHoldMoreRunsThanTheBudgetWhateverTheOrderOfWishes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Instant> granted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant asOf = day(0).plus(Duration.ofHours(random.nextInt(24 * 60)));
            if (decide(retrainedOn(granted.toArray(Instant[]::new)), command(Trigger.MANUAL, asOf), Optional.empty())
                    instanceof Allowed) {
                granted.add(asOf);
            }
        }
        assertThat(granted).hasSizeGreaterThan(BUDGET);
        for (Instant from : granted) {
            assertThat(granted)
                    .filteredOn(run -> !run.isBefore(from) && run.isBefore(from.plus(Duration.ofDays(7))))
                    .hasSizeLessThanOrEqualTo(BUDGET);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    private static Decision decide(ModelSituation situation, RetrainCommand command, Optional<String> underWay) {
        return RetrainPolicy.decide(MODEL, situation, command, underWay);
    }

    private static Refused refused(String reason) {
        return new Refused("Cannot retrain flight-delay: " + reason);
    }

    private static ModelSituation situation() {
        return retrainedOn();
    }

    private static ModelSituation retrainedOn(Instant... runs) {
        return situation(OptionalInt.of(1), Optional.empty(), Optional.empty(), List.of(runs));
    }

    private static ModelSituation situation(
            OptionalInt champion, Optional<String> hold, Optional<Instant> watermark, List<Instant> runs) {
        return new ModelSituation(
                true, Optional.of(spec(RetrainSpec.Mode.REVIEW)), champion, OptionalInt.empty(), hold, watermark, runs);
    }

    private static RetrainCommand command(Trigger trigger) {
        return new RetrainCommand("c1", trigger, "why", Actor.user("ada"), Optional.empty(), Optional.empty());
    }

    private static RetrainCommand command(Trigger trigger, Instant asOf) {
        return new RetrainCommand("c1", trigger, "why", Actor.user("ada"), Optional.of(asOf), Optional.empty());
    }
}
