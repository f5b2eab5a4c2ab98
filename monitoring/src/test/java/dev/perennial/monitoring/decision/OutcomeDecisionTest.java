package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeDecisionTest {
    private static final OutcomeReport REFERENCE = outcomes(1, 1);
    private static final OutcomeReport GOOD = outcomes(2, 1);
    private static final OutcomeReport BAD = outcomes(3, 2);
    private static final DriftAssessment STILL = new DriftAssessment(List.of(), 2000, 2000, 0);

    private static final StalenessVerdict BETTER =
            new StalenessVerdict.ChallengerBetter(new StalenessVerdict.Numbers(0.3, 0.2, 0.05, 0.006, 0.2, 21, 9000));

    @Test
    void harmOfASliceIsHarmWhereEveryObjectiveIsKept() {
        OutcomeVerdict verdict = decide(GOOD, List.of(slice(1e-6)), List.of());

        assertThat(verdict.word()).isEqualTo(Word.HARM);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.objectives()).singleElement().isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(verdict.because()).startsWith("rmse of small is worse");
        assertThat(verdict.allowsRetraining()).isTrue();
        JsonRoundTrip.of(verdict, OutcomeVerdict.class);
    }

    @Test
    void oneOfManySlicesHasToStandOutMore() {
        List<HarmSignal> many = IntStream.range(0, 19)
                .mapToObj(at -> slice(at == 0 ? 0.01 : 0.5))
                .toList();

        assertThat(decide(GOOD, many, List.of()).word()).isEqualTo(Word.HEALTHY);
        assertThat(decide(GOOD, many.subList(0, 1), List.of()).word()).isEqualTo(Word.HARM);
    }

    @Test
    void ofManyHarmedSlicesAFewAreTold() {
        List<HarmSignal> many =
                IntStream.range(0, 19).mapToObj(at -> slice(1e-6)).toList();

        assertThat(decide(GOOD, many, List.of()).because())
                .startsWith("rmse of small is worse; rmse of small is worse; rmse of small is worse;"
                        + " 16 more metrics of the window or of its slices are worse; ");
        assertThat(decide(GOOD, many.subList(0, 4), List.of()).because()).doesNotContain(" more metrics ");
    }

    @Test
    void harmOfAFaultIsNotAnsweredByARetraining() {
        OutcomeVerdict verdict = decide(BAD, List.of(), List.of("size is 100 times as large"));

        assertThat(verdict.word()).isEqualTo(Word.HARM);
        assertThat(verdict.reasons())
                .contains("the cause is a fault of the data pipeline (fix): size is 100 times as large");
        assertThat(verdict.allowsRetraining()).isFalse();
        assertThat(decide(BAD, List.of(), List.of()).allowsRetraining()).isTrue();
        JsonRoundTrip.of(verdict, OutcomeVerdict.class);
    }

    @Test
    void aFaultWithoutHarmIsNamedAndDecidesNothing() {
        OutcomeVerdict verdict = decide(GOOD, List.of(), List.of("size is 100 times as large"));

        assertThat(verdict.word()).isEqualTo(Word.HEALTHY);
        assertThat(verdict.ruling().cause().map(CauseFinding::cause)).contains(Cause.PIPELINE_FAULT);
        assertThat(verdict.allowsRetraining()).isFalse();
    }

    @Test
    void withoutContextNoCauseIsAskedFor() {
        OutcomeVerdict verdict = OutcomeDecision.decide(
                new OutcomeEvidence(STILL, BAD, REFERENCE, Optional.empty(), Optional.empty()),
                new DecisionPolicy(List.of(new Objective(Metric.RMSE, 0.1)), 0.9, 200));

        assertThat(verdict.word()).isEqualTo(Word.HARM);
        assertThat(verdict.ruling().cause()).isEmpty();
        assertThat(verdict.allowsRetraining()).isTrue();
    }

    @Test
    void aBetterChallengerAsksForARetrainingWithHarmAndWithout() {
        OutcomeVerdict quiet = decide(GOOD, List.of(), List.of(), Optional.of(BETTER));
        assertThat(quiet.word()).isEqualTo(Word.CHALLENGER_BETTER);
        assertThat(quiet.action()).isEqualTo(Action.REQUEST_RETRAINING);
        assertThat(quiet.because())
                .startsWith(
                        "the challenger is better: advantage 0.3000 of the reference's squared error (floor 0.0060)");
        OutcomeVerdict harmed = decide(BAD, List.of(), List.of(), Optional.of(BETTER));
        assertThat(harmed.word()).isEqualTo(Word.CHALLENGER_BETTER);
        assertThat(harmed.action()).isEqualTo(Action.ALERT_AND_REQUEST_RETRAINING);
        assertThat(harmed.reasons().get(1)).startsWith("rmse ");
        assertThat(harmed.tellsHarm()).isTrue();
        assertThat(quiet.tellsHarm()).isFalse();
        assertThat(harmed.ruling().severity()).isNotEqualTo(AlarmSeverity.LOG);
        JsonRoundTrip.of(harmed, OutcomeVerdict.class);
    }

    @Test
    void aFaultHoldsWhatAChallengerAsks() {
        OutcomeVerdict verdict = decide(GOOD, List.of(), List.of("size is 100 times as large"), Optional.of(BETTER));
        assertThat(verdict.word()).isEqualTo(Word.HEALTHY);
        assertThat(verdict.action()).isEqualTo(Action.NONE);
        assertThat(verdict.because()).contains("no retraining is asked for while a fault, a burst or a promotion");
    }

    @Test
    void anObjectiveThatCannotBeJudgedIsNoHealthAndHidesNoHarm() {
        List<Objective> objectives = List.of(new Objective(Metric.RMSE, 0.1), new Objective(Metric.MACRO_F1, 0.1));
        DecisionPolicy policy = new DecisionPolicy(objectives, 0.9, 200);
        OutcomeVerdict open = OutcomeDecision.decide(
                new OutcomeEvidence(STILL, GOOD, REFERENCE, Optional.empty(), Optional.empty()), policy);
        assertThat(open.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(open.action()).isEqualTo(Action.WAIT);
        assertThat(open.because()).startsWith("macro-f1 is not evaluable: window: macro-f1 is not measured; ");
        assertThat(open.objectives()).hasSize(2);
        assertThat(open.recomputed()).contains(open);

        OutcomeVerdict harmed = OutcomeDecision.decide(
                new OutcomeEvidence(STILL, BAD, REFERENCE, Optional.empty(), Optional.empty()), policy);
        assertThat(harmed.word()).isEqualTo(Word.HARM);
        assertThat(harmed.reasons()).contains("macro-f1 is not evaluable: window: macro-f1 is not measured");
    }

    @Test
    void everyVerdictCanBeTakenAgain() {
        for (OutcomeVerdict verdict : List.of(
                decide(GOOD, List.of(), List.of()),
                decide(GOOD, List.of(slice(0.009)), List.of()),
                decide(BAD, List.of(), List.of("size is 100 times as large"), Optional.of(BETTER)))) {
            String json = JsonRoundTrip.of(verdict, OutcomeVerdict.class);
            assertThat(JsonRoundTrip.read(json, OutcomeVerdict.class).recomputed())
                    .contains(verdict);
        }
        assertThat(decide(GOOD, List.of(slice(0.009)), List.of()).ruling().severity())
                .isEqualTo(AlarmSeverity.PAGE);
    }

    @Test
    void alarmsAreCounted() {
        assertThat(decide(BAD, List.of(), List.of()).ruling().tally()).contains(new AlarmTally(1, 0, 1));
        assertThat(decide(GOOD, List.of(), List.of()).ruling().tally()).contains(new AlarmTally(1, 0, 0));
    }

    @Test
    void anUnprovenChallengerIsToldAndDecidesNothing() {
        OutcomeVerdict verdict = decide(
                GOOD,
                List.of(),
                List.of(),
                Optional.of(new StalenessVerdict.NotEvaluable("7 blocks, at least 14 are needed")));
        assertThat(verdict.word()).isEqualTo(Word.HEALTHY);
        assertThat(verdict.reasons()).contains("staleness is not evaluable: 7 blocks, at least 14 are needed");
    }

    private static OutcomeVerdict decide(OutcomeReport window, List<HarmSignal> slices, List<String> faults) {
        return decide(window, slices, faults, Optional.empty());
    }

    private static OutcomeVerdict decide(
            OutcomeReport window, List<HarmSignal> slices, List<String> faults, Optional<StalenessVerdict> staleness) {
        CauseEvidence cause = new CauseEvidence(
                faults,
                new Burst.Absent("no column changed"),
                new LabelChange.NotEvaluable("it is not asked for"),
                List.of(),
                CauseEvidence.Harm.NONE,
                CauseEvidence.Onset.WITHIN_TERM);
        WindowContext context = new WindowContext(
                slices, Optional.of(cause), List.of(new EarlierWindow("2013-02-26/P7D", 0.01)), AlarmTally.empty());
        return OutcomeDecision.decide(
                new OutcomeEvidence(STILL, window, REFERENCE, Optional.of(context), staleness),
                new DecisionPolicy(List.of(new Objective(Metric.RMSE, 0.1)), 0.9, 200));
    }

    private static HarmSignal slice(double pValue) {
        return new HarmSignal("rmse of small", HarmSignal.Source.SLICE, pValue, "rmse of small is worse");
    }

    private static OutcomeReport outcomes(long seed, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] answers = random.doubles(2000).toArray();
        double[] labels = IntStream.range(0, answers.length)
                .mapToDouble(row -> answers[row] + noise * (random.nextDouble() - 0.5))
                .toArray();
        return Outcomes.measure(RegressionRows.of(answers, labels), OutcomeOptions.defaults());
    }
}
