package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowDecisionTest {

    private static final DecisionPolicy POLICY = DecisionPolicy.standard();
    private static final BinaryPerformance REFERENCE = performance(1, 8000, 1, LabelMaturity.complete(8000));
    private static final BinaryPerformance GOOD = performance(2, 4000, 1, LabelMaturity.complete(4000));
    private static final BinaryPerformance BAD = performance(3, 4000, 2, LabelMaturity.complete(4000));
    private static final DriftAssessment STILL = drift(0);
    private static final DriftAssessment MOVED = drift(1);
    private static final StalenessVerdict FRESH =
            new StalenessVerdict.NoEvidence(new StalenessVerdict.Numbers(0.001, -0.02, 0.01, 0.005, 0.05, 21, 19_000));
    private static final StalenessVerdict STALE = new StalenessVerdict.ChallengerBetter(
            new StalenessVerdict.Numbers(0.03, 0.004, 0.01, 0.005, 0.05, 28, 25_000));

    @Test
    void aKeptObjectiveWithoutDriftIsHealthy() {
        WindowVerdict verdict = decide(STILL, GOOD, FRESH);
        assertThat(verdict.word()).isEqualTo(Word.HEALTHY);
        assertThat(verdict.action()).isEqualTo(Action.NONE);
        assertThat(verdict.because()).isEqualTo("every objective is kept and no column of 1 drifted");
    }

    @Test
    void driftAloneIsWrittenDownAndNothingElse() {
        WindowVerdict verdict = decide(MOVED, GOOD, FRESH);
        assertThat(verdict.word()).isEqualTo(Word.DRIFT_RECORDED);
        assertThat(verdict.action()).isEqualTo(Action.RECORD);
        assertThat(verdict.because()).contains("x drifted").contains("no objective is broken");
    }

    @Test
    void aWorseMetricIsHarmButNotStaleness() {
        WindowVerdict verdict = decide(MOVED, BAD, FRESH);
        assertThat(verdict.word()).isEqualTo(Word.HARM);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.because()).startsWith("log-loss ").contains("breaks its objective");
    }

    @Test
    void onlyAProvenChallengerAsksForRetraining() {
        assertThat(decide(STILL, GOOD, STALE).word()).isEqualTo(Word.CHALLENGER_BETTER);
        assertThat(decide(STILL, GOOD, STALE).action()).isEqualTo(Action.REQUEST_RETRAINING);
        WindowVerdict both = decide(MOVED, BAD, STALE);
        assertThat(both.word()).isEqualTo(Word.CHALLENGER_BETTER);
        assertThat(both.action()).isEqualTo(Action.ALERT_AND_REQUEST_RETRAINING);
        assertThat(both.reasons()).hasSize(2);
    }

    @Test
    void nothingIsDecidedOnAnImmatureWindow() {
        BinaryPerformance immature = performance(3, 4000, 2, new LabelMaturity(4000, 4600));
        WindowVerdict verdict = decide(MOVED, immature, STALE);
        assertThat(verdict.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(verdict.action()).isEqualTo(Action.WAIT);
        assertThat(verdict.because()).isEqualTo("4000 of 4600 labels have arrived (87.0 %), at least 90 % are needed");
    }

    @Test
    void noDataIsNotHealth() {
        BinaryPerformance empty = performance(4, 0, 1, LabelMaturity.complete(0));
        assertThat(decide(STILL, empty, FRESH).word()).isEqualTo(Word.NOT_EVALUABLE);
        BinaryPerformance few = performance(4, 150, 1, LabelMaturity.complete(150));
        assertThat(decide(STILL, few, FRESH).because()).isEqualTo("150 labelled rows, at least 200 are needed");
        BinaryPerformance noReference = performance(5, 0, 1, LabelMaturity.complete(0));
        WindowVerdict verdict = WindowDecision.decide(new WindowEvidence(STILL, GOOD, noReference, FRESH), POLICY);
        assertThat(verdict.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(verdict.because()).isEqualTo("log-loss is not evaluable: reference: 0 rows, at least 2 are needed");
    }

    @Test
    void anImprovementIsNeverHarm() {
        WindowVerdict verdict = WindowDecision.decide(new WindowEvidence(STILL, REFERENCE, BAD, FRESH), POLICY);
        assertThat(verdict.word()).isEqualTo(Word.HEALTHY);
        DecisionPolicy byArea =
                new DecisionPolicy(java.util.List.of(new Objective(Objective.Metric.named("auc"), 0.05)), 0.9, 200);
        assertThat(WindowDecision.decide(new WindowEvidence(STILL, REFERENCE, BAD, FRESH), byArea)
                        .word())
                .isEqualTo(Word.HEALTHY);
        assertThat(WindowDecision.decide(new WindowEvidence(STILL, BAD, REFERENCE, FRESH), byArea)
                        .word())
                .isEqualTo(Word.HARM);
    }

    @Test
    void theVerdictSurvivesTheWire() {
        String json = JsonRoundTrip.of(decide(MOVED, BAD, STALE), WindowVerdict.class);
        assertThat(json)
                .contains("\"word\":\"challenger-better\"")
                .contains("\"action\":\"alert-and-request-retraining\"")
                .contains("\"kind\":\"broken\"");
    }

    private static WindowVerdict decide(DriftAssessment drift, BinaryPerformance champion, StalenessVerdict staleness) {
        return WindowDecision.decide(new WindowEvidence(drift, champion, REFERENCE, staleness), POLICY);
    }

    /* Calibrated scores; noise 2 makes them overconfident and worse at ranking. */
    private static BinaryPerformance performance(long seed, int rows, double noise, LabelMaturity maturity) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            double truth = random.nextDouble();
            labels[i] = random.nextDouble() < truth;
            double error = (noise - 1) * (random.nextDouble() - 0.5);
            scores[i] = Math.min(0.99, Math.max(0.01, truth + error));
        }
        return BinaryPerformance.measure(scores, labels, maturity);
    }

    private static DriftAssessment drift(double shift) {
        double[] reference = new SplittableRandom(1).doubles(2000).toArray();
        double[] current =
                new SplittableRandom(2).doubles(1000).map(u -> u + shift).toArray();
        TableBins bins = TableBins.builder().numeric("x", reference).build();
        return DriftAssessment.assess(
                TableProfile.builder(bins).numeric("x", reference).build(),
                TableProfile.builder(bins).numeric("x", current).build(),
                DriftPolicy.standard());
    }
}
