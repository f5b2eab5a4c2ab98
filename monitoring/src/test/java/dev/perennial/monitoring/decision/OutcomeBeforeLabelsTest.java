package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.Region;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeBeforeLabelsTest {
    private static final String AWAITING = "the labels are not mature";
    private static final String MISSING = "0 of 900 labels have arrived, at least 90 % and 200 are needed";
    private static final Burst NO_BURST = new Burst.Absent("no column changed");
    private static final Burst BURST = new Burst.Found(new Region("kind", List.of("b")), 0.1, 0.4, 0.9);
    private static final HarmVerdict HARMED =
            new HarmVerdict.Harmed(EstimatedMetric.ROOT_MEAN_SQUARED_ERROR, 0.9, "the error is estimated at 2");
    private static final HarmVerdict SUSPECTED =
            new HarmVerdict.Suspected(EstimatedMetric.MEAN_ABSOLUTE_ERROR, 0.3, "the size is estimated at 1");
    private static final HarmVerdict FINE =
            new HarmVerdict.NotHarmed(EstimatedMetric.MEAN_ABSOLUTE_ERROR, 0.01, "the size is estimated at 0.5");
    private static final HarmVerdict UNTRUSTED =
            new HarmVerdict.Untrusted(EstimatedMetric.MEAN_ABSOLUTE_ERROR, "only 7 rows resemble it");

    @Test
    void anEstimateBeyondItsLimitIsHarmBeforeAnyLabel() {
        OutcomeVerdict verdict = decide(List.of(HARMED, FINE), NO_BURST, List.of());

        assertThat(verdict.word()).isEqualTo(Word.HARM_ESTIMATED);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.ruling().severity()).isEqualTo(AlarmSeverity.TICKET);
        assertThat(verdict.because()).startsWith("the error is estimated at 2; " + MISSING + "; ");
        assertThat(verdict.allowsRetraining()).isFalse();
    }

    @Test
    void harmThatIsEstimatedTwiceIsAPage() {
        EarlierWindow quiet = new EarlierWindow("2013-03-08/P7D", 1);
        EarlierWindow loud = new EarlierWindow(
                "2013-03-01/P7D",
                decide(List.of(HARMED), NO_BURST, List.of()).ruling().smallestPValue());

        assertThat(decide(List.of(HARMED), NO_BURST, List.of(), quiet, loud)
                        .ruling()
                        .severity())
                .isEqualTo(AlarmSeverity.PAGE);
        assertThat(decide(List.of(HARMED), NO_BURST, List.of(), quiet, quiet, loud)
                        .ruling()
                        .severity())
                .isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void estimatedHarmNamesItsCause() {
        OutcomeVerdict burst = decide(List.of(HARMED), BURST, List.of());
        CauseFinding cause = burst.ruling().cause().orElseThrow();
        assertThat(cause.cause()).isEqualTo(Cause.SUBPOPULATION_BURST);
        assertThat(cause.remedy()).isEqualTo(Remedy.QUARANTINE);
        assertThat(cause.evidence().harm()).isEqualTo(CauseEvidence.Harm.ESTIMATED);
        assertThat(burst.reasons().get(burst.reasons().size() - 1))
                .startsWith("the cause is a burst of one subpopulation (quarantine): kind");

        OutcomeVerdict fault = decide(List.of(HARMED), NO_BURST, List.of("size is 100 times as large"));
        assertThat(fault.reasons())
                .contains("the cause is a fault of the data pipeline (fix): size is 100 times as large");
    }

    @Test
    void aFaultIsNamedBeforeAnyHarm() {
        OutcomeVerdict verdict = decide(List.of(FINE), NO_BURST, List.of("size is 100 times as large"));

        assertThat(verdict.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(verdict.ruling().severity()).isEqualTo(AlarmSeverity.LOG);
        assertThat(verdict.ruling().cause().map(CauseFinding::remedy)).contains(Remedy.FIX);
    }

    @Test
    void aWindowOfWhichNothingSpeaksForHarmIsPresumedHealthy() {
        OutcomeVerdict verdict = decide(List.of(FINE, UNTRUSTED), NO_BURST, List.of());

        assertThat(verdict.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(verdict.action()).isEqualTo(Action.WAIT);
        assertThat(verdict.ruling().severity()).isEqualTo(AlarmSeverity.LOG);
        assertThat(verdict.ruling().smallestPValue()).isEqualTo(1);
        assertThat(verdict.ruling().cause().map(CauseFinding::remedy)).contains(Remedy.NONE);
        assertThat(verdict.because()).startsWith("no estimate speaks for harm; " + MISSING + "; ");
    }

    @Test
    void aSuspicionIsHarmWhereABurstConfirmsIt() {
        OutcomeVerdict alone = decide(List.of(SUSPECTED), NO_BURST, List.of());
        assertThat(alone.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(alone.reasons())
                .startsWith(
                        "harm is less likely than not, and no burst of one group confirms the suspicion; " + MISSING,
                        "the size is estimated at 1");

        OutcomeVerdict confirmed = decide(List.of(SUSPECTED), BURST, List.of());
        assertThat(confirmed.word()).isEqualTo(Word.HARM_ESTIMATED);
        assertThat(confirmed.because()).startsWith("the size is estimated at 1; ");
    }

    @Test
    void whatIsNotTrustedIsNoAnswer() {
        OutcomeVerdict verdict = decide(List.of(UNTRUSTED), NO_BURST, List.of());

        assertThat(verdict.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(verdict.action()).isEqualTo(Action.WAIT);
        assertThat(verdict.reasons().get(0))
                .isEqualTo(AWAITING
                        + ", and mean-absolute-error is estimated, but not to be trusted: only 7 rows resemble it");
    }

    @Test
    void aWindowWithoutRowsIsSilence() {
        OutcomeVerdict verdict =
                decide(evidence(0, 0, Optional.of(context(List.of(HARMED), NO_BURST, List.of(), List.of()))));

        assertThat(verdict.word()).isEqualTo(Word.SILENCE);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.ruling().severity()).isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void labelsThatAreDueAndDoNotComeAreSilence() {
        assertThat(decide(evidence(900, 0, Optional.empty())).because()).startsWith("none of 900 labels has arrived; ");
        assertThat(decide(evidence(900, 0, Optional.empty())).word()).isEqualTo(Word.SILENCE);
        assertThat(decide(evidence(900, 1, Optional.empty())).word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(decide(evidence(199, 0, Optional.empty())).word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(decide(evidence(199, 0, Optional.empty())).action()).isEqualTo(Action.WAIT);
    }

    @Test
    void besideAVerdictOfLabelsAnEstimateSaysNothing() {
        OutcomeVerdict byLabels = decide(evidence(900, 900, Optional.empty()));
        assertThat(byLabels.word()).isEqualTo(Word.HEALTHY);
        assertThat(byLabels.beside(List.of(HARMED))).isEqualTo(byLabels);

        OutcomeVerdict without = decide(evidence(900, 100, Optional.empty()));
        OutcomeVerdict beside = without.beside(List.of(UNTRUSTED, HARMED));
        assertThat(beside.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(beside.action()).isEqualTo(without.action());
        assertThat(beside.reasons())
                .containsExactly(
                        "100 of 900 labels have arrived, at least 90 % and 200 are needed",
                        "mean-absolute-error is estimated, but not to be trusted: only 7 rows resemble it",
                        "the error is estimated at 2",
                        without.reasons().get(1));
    }

    @Test
    void everyVerdictCanBeTakenAgain() {
        for (OutcomeVerdict verdict : List.of(
                decide(List.of(HARMED), BURST, List.of()),
                decide(List.of(SUSPECTED), NO_BURST, List.of("size is 100 times as large")),
                decide(List.of(UNTRUSTED), NO_BURST, List.of()),
                decide(evidence(900, 0, Optional.empty())).beside(List.of(HARMED)))) {
            String json = JsonRoundTrip.of(verdict, OutcomeVerdict.class);
            assertThat(JsonRoundTrip.read(json, OutcomeVerdict.class).recomputed())
                    .contains(verdict);
        }
    }

    private static OutcomeVerdict decide(
            List<HarmVerdict> harm, Burst burst, List<String> faults, EarlierWindow... earlier) {
        return decide(evidence(900, 0, Optional.of(context(harm, burst, faults, List.of(earlier)))));
    }

    private static OutcomeVerdict decide(OutcomeEvidence evidence) {
        return OutcomeDecision.decide(evidence, new DecisionPolicy(List.of(), 0.9, 200));
    }

    private static WindowContext context(
            List<HarmVerdict> harm, Burst burst, List<String> faults, List<EarlierWindow> earlier) {
        return new WindowContext(
                harm.stream().flatMap(found -> HarmSignal.of(found).stream()).toList(),
                Optional.of(new CauseEvidence(
                        faults,
                        burst,
                        new LabelChange.NotEvaluable(AWAITING),
                        List.of(),
                        CauseEvidence.Harm.NONE,
                        CauseEvidence.Onset.WITHIN_TERM)),
                earlier,
                AlarmTally.empty(),
                Optional.of(AWAITING + ", and " + harm.get(0).told()));
    }

    private static OutcomeEvidence evidence(int rows, int labelled, Optional<WindowContext> context) {
        return new OutcomeEvidence(
                new DriftAssessment(List.of(), 1000, rows, 0),
                outcomes(labelled, rows),
                outcomes(1000, 1000),
                context,
                Optional.empty());
    }

    private static OutcomeReport outcomes(int labelled, int rows) {
        double[] labels = new double[labelled];
        double[] predictions = new double[labelled];
        for (int row = 0; row < labelled; row++) {
            labels[row] = row % 10;
            predictions[row] = labels[row] + (row % 2 == 0 ? 0.5 : -0.5);
        }
        return Outcomes.measure(
                RegressionRows.of(predictions, labels).withMaturity(new LabelMaturity(labelled, rows)),
                OutcomeOptions.defaults());
    }
}
