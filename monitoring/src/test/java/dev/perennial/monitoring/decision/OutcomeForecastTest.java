package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

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

class OutcomeForecastTest {
    private static final AlarmLevels LEVELS = AlarmLevels.standard();
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
        OutcomeVerdict verdict = OutcomeForecast.decide(waiting(900), List.of(HARMED, FINE), LEVELS, List.of());

        assertThat(verdict.word()).isEqualTo(Word.HARM_ESTIMATED);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.ruling().severity()).isEqualTo(AlarmSeverity.TICKET);
        assertThat(verdict.because()).startsWith("the error is estimated at 2; its labels are not mature yet; ");
    }

    @Test
    void harmThatIsEstimatedTwiceIsAPage() {
        double before = OutcomeForecast.decide(waiting(900), List.of(HARMED), LEVELS, List.of())
                .ruling()
                .smallestPValue();

        assertThat(OutcomeForecast.decide(waiting(900), List.of(HARMED), LEVELS, List.of(1.0, before))
                        .ruling()
                        .severity())
                .isEqualTo(AlarmSeverity.PAGE);
        assertThat(OutcomeForecast.decide(waiting(900), List.of(HARMED), LEVELS, List.of(1.0, 1.0, before))
                        .ruling()
                        .severity())
                .isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void aWindowOfWhichNothingSpeaksForHarmIsPresumedHealthy() {
        OutcomeVerdict verdict = OutcomeForecast.decide(waiting(900), List.of(FINE, UNTRUSTED), LEVELS, List.of());

        assertThat(verdict.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(verdict.action()).isEqualTo(Action.WAIT);
        assertThat(verdict.ruling()).isEqualTo(new OutcomeVerdict.Ruling(AlarmSeverity.LOG, 1, Optional.empty()));
        assertThat(verdict.because()).startsWith("no estimate speaks for harm; its labels are not mature yet; ");
    }

    @Test
    void aSuspicionIsToldAndIsNoHarm() {
        OutcomeVerdict verdict = OutcomeForecast.decide(waiting(900), List.of(SUSPECTED), LEVELS, List.of());

        assertThat(verdict.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(verdict.reasons())
                .startsWith(
                        "harm is less likely than not; its labels are not mature yet", "the size is estimated at 1");
    }

    @Test
    void whatIsNotTrustedIsNoAnswer() {
        OutcomeVerdict verdict = OutcomeForecast.decide(waiting(900), List.of(UNTRUSTED), LEVELS, List.of());

        assertThat(verdict.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(verdict.reasons())
                .startsWith(
                        "its labels are not mature yet, and nothing could be estimated",
                        "mean-absolute-error is estimated, but not to be trusted: only 7 rows resemble it");
        assertThat(OutcomeForecast.decide(waiting(0), List.of(HARMED), LEVELS, List.of())
                        .word())
                .isEqualTo(Word.SILENCE);
    }

    @Test
    void besideAVerdictOfLabelsAnEstimateSaysNothing() {
        OutcomeEvidence labelled = evidence(900, 900);
        OutcomeVerdict byLabels = OutcomeDecision.decide(labelled, List.of(), DecisionPolicy.standard(), List.of());
        assertThat(byLabels.word()).isEqualTo(Word.HEALTHY);
        assertThat(OutcomeForecast.beside(byLabels, List.of(HARMED))).isEqualTo(byLabels);

        OutcomeVerdict without =
                OutcomeDecision.decide(evidence(900, 100), List.of(), DecisionPolicy.standard(), List.of());
        OutcomeVerdict beside = OutcomeForecast.beside(without, List.of(HARMED));
        assertThat(beside.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(beside.action()).isEqualTo(without.action());
        assertThat(beside.because()).isEqualTo(without.because() + "; the error is estimated at 2");
    }

    private static OutcomeEvidence waiting(int rows) {
        return evidence(rows, 0);
    }

    private static OutcomeEvidence evidence(int rows, int labelled) {
        return new OutcomeEvidence(
                new DriftAssessment(List.of(), 1000, rows, 0),
                outcomes(labelled, rows),
                outcomes(1000, 1000),
                Optional.empty(),
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
