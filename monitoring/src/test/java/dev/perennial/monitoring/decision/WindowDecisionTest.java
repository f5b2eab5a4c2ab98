package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.Region;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowDecisionTest {

    private static final DecisionPolicy POLICY = DecisionPolicy.standard();
    private static final BinaryPerformance REFERENCE = performance(1, 8000, 1, LabelMaturity.complete(8000));
    private static final BinaryPerformance GOOD = performance(2, 4000, 1, LabelMaturity.complete(4000));
    private static final BinaryPerformance BAD = performance(3, 4000, 2, LabelMaturity.complete(4000));
    private static final BinaryPerformance NO_LABELS = performance(3, 0, 2, new LabelMaturity(0, 4000));
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
        DecisionPolicy byArea = new DecisionPolicy(List.of(new Objective(Metric.named("auc"), 0.05)), 0.9, 200);
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

    @Test
    void aVerdictOfTheFirstReleaseIsStillRead() {
        String json = JsonRoundTrip.of(decide(MOVED, BAD, STALE), WindowVerdict.class);
        String first = json.substring(0, json.indexOf(",\"ruling\":")) + "}";
        WindowVerdict read = JsonRoundTrip.read(first, WindowVerdict.class);
        assertThat(read.ruling()).isEmpty();
        assertThat(read.word()).isEqualTo(Word.CHALLENGER_BETTER);
        assertThat(read.recomputed()).isEmpty();
    }

    @Test
    void everyVerdictCanBeTakenAgain() {
        WindowContext context =
                context(List.of(estimate(0.001)), Optional.of(quarters()), new EarlierWindow("w", 0.01));
        for (WindowVerdict verdict : List.of(
                decide(STILL, GOOD, FRESH),
                decide(MOVED, BAD, STALE),
                decide(MOVED, NO_LABELS, FRESH, context),
                decide(MOVED, BAD, STALE, context))) {
            assertThat(verdict.recomputed()).contains(verdict);
            String json = JsonRoundTrip.of(verdict, WindowVerdict.class);
            assertThat(JsonRoundTrip.read(json, WindowVerdict.class).recomputed())
                    .contains(verdict);
        }
    }

    @Test
    void harmWithoutDoubtPagesAtOnce() {
        assertThat(severity(decide(STILL, BAD, FRESH))).isEqualTo(AlarmSeverity.PAGE);
        assertThat(severity(decide(MOVED, GOOD, FRESH))).isEqualTo(AlarmSeverity.LOG);
        assertThat(severity(decide(STILL, GOOD, STALE))).isEqualTo(AlarmSeverity.LOG);
    }

    @Test
    void anEstimateIsATicketAndPagesWhenItIsRepeated() {
        WindowVerdict once =
                decide(MOVED, NO_LABELS, FRESH, context(List.of(estimate(0.00135)), Optional.of(quarters())));
        assertThat(once.word()).isEqualTo(Word.HARM_ESTIMATED);
        assertThat(once.action()).isEqualTo(Action.ALERT);
        assertThat(severity(once)).isEqualTo(AlarmSeverity.TICKET);
        assertThat(once.reasons())
                .contains(
                        "the cause is a burst of one subpopulation (quarantine): RELP in {16, 17} makes up 27.6 % of the"
                                + " window and 7.5 % of the reference, which explains 94 % of the change");
        EarlierWindow quiet = new EarlierWindow("2013-03-08/P7D", 0.4);
        EarlierWindow loud = new EarlierWindow("2013-03-01/P7D", 0.01);
        WindowVerdict again =
                decide(MOVED, NO_LABELS, FRESH, context(List.of(estimate(0.00135)), Optional.empty(), quiet, loud));
        assertThat(severity(again)).isEqualTo(AlarmSeverity.PAGE);
        assertThat(again.ruling().orElseThrow().tally()).isEqualTo(new AlarmTally(3, 0, 1));
        WindowVerdict first =
                decide(MOVED, NO_LABELS, FRESH, context(List.of(estimate(0.00135)), Optional.empty(), quiet, quiet));
        assertThat(severity(first)).isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void withoutLabelsAndWithoutASignalTheWindowIsPresumedHealthy() {
        WindowVerdict verdict = decide(MOVED, NO_LABELS, FRESH, context(List.of(estimate(1)), Optional.of(quarters())));
        assertThat(verdict.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(verdict.action()).isEqualTo(Action.WAIT);
        assertThat(verdict.because())
                .isEqualTo(
                        "no estimate speaks for harm; 0 of 4000 labels have arrived (0.0 %), at least 90 % are needed");
        assertThat(verdict.allowsRetraining()).isTrue();
    }

    @Test
    void oneOfManyMetricsHasToStandOutMore() {
        List<HarmSignal> many = new ArrayList<>();
        for (int slice = 0; slice < 19; slice++) {
            many.add(new HarmSignal("slice " + slice, HarmSignal.Source.SLICE, slice == 0 ? 0.01 : 0.5, "slice"));
        }
        assertThat(decide(STILL, GOOD, FRESH, context(many, Optional.empty())).word())
                .isEqualTo(Word.HEALTHY);
        WindowVerdict alone = decide(STILL, GOOD, FRESH, context(many.subList(0, 1), Optional.empty()));
        assertThat(alone.word()).isEqualTo(Word.HARM);
        assertThat(severity(alone)).isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void harmOfABurstIsNotAnsweredByARetraining() {
        WindowVerdict verdict = decide(MOVED, BAD, STALE, context(List.of(), Optional.of(quarters())));
        assertThat(verdict.word()).isEqualTo(Word.HARM);
        assertThat(verdict.action()).isEqualTo(Action.ALERT);
        assertThat(verdict.allowsRetraining()).isFalse();
    }

    @Test
    void silenceIsReported() {
        WindowVerdict verdict = decide(MOVED, NO_LABELS, FRESH);
        assertThat(verdict.word()).isEqualTo(Word.SILENCE);
        assertThat(verdict.because()).isEqualTo("none of 4000 labels has arrived");
        assertThat(severity(verdict)).isEqualTo(AlarmSeverity.TICKET);
    }

    @Test
    void labelsThatAreNotDueAreNoSilence() {
        WindowVerdict verdict = decide(
                MOVED,
                NO_LABELS,
                FRESH,
                new WindowContext(
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        AlarmTally.empty(),
                        Optional.of("the labels are not mature, and log-loss is not to be trusted")));
        assertThat(verdict.word()).isEqualTo(Word.NOT_EVALUABLE);
        assertThat(verdict.because()).isEqualTo("the labels are not mature, and log-loss is not to be trusted");
        assertThat(severity(verdict)).isEqualTo(AlarmSeverity.LOG);
    }

    @Test
    void theBudgetBecomesLevelsThatKeepIt() {
        for (double windows : new double[] {52, 365, 8766, 100_000}) {
            AlarmLevels levels = AlarmLevels.of(4, 24, windows);
            assertThat(levels.expectedTicketsAYear()).isLessThanOrEqualTo(24 * 1.0001);
            assertThat(levels.expectedPagesAYear()).isLessThanOrEqualTo(4 * 1.0001);
        }
        assertThat(decide(STILL, GOOD, FRESH).ruling().orElseThrow().alarms())
                .isEqualTo("without harm at most 1.3 tickets and 0.13 pages a year are expected of 52 windows;"
                        + " 0 tickets and 0 pages were raised in 1 window");
    }

    @Test
    void aSuspicionIsToldOnlyWhereABurstConfirmsIt() {
        List<HarmSignal> suspicion = HarmSignal.of(
                        new HarmVerdict.Suspected(EstimatedMetric.ACCURACY, 0.38, "accuracy is expected at 0.8152"))
                .stream()
                .toList();
        WindowVerdict alone = decide(MOVED, NO_LABELS, FRESH, context(suspicion, Optional.empty()));
        assertThat(alone.word()).isEqualTo(Word.PRESUMED_HEALTHY);
        assertThat(alone.action()).isEqualTo(Action.WAIT);
        assertThat(alone.because()).startsWith("harm is less likely than not, and no burst of one group confirms");
        assertThat(alone.reasons()).contains("accuracy is expected at 0.8152");
        WindowVerdict confirmed = decide(MOVED, NO_LABELS, FRESH, context(suspicion, Optional.of(quarters())));
        assertThat(confirmed.word()).isEqualTo(Word.HARM_ESTIMATED);
        assertThat(severity(confirmed)).isEqualTo(AlarmSeverity.TICKET);
        List<HarmSignal> likely =
                HarmSignal.of(new HarmVerdict.Suspected(EstimatedMetric.ACCURACY, 0.7, "far from the reference"))
                        .stream()
                        .toList();
        assertThat(decide(MOVED, NO_LABELS, FRESH, context(likely, Optional.empty()))
                        .word())
                .isEqualTo(Word.HARM_ESTIMATED);
    }

    @Test
    void aSingleDayVariesAsTheDaysOfTheReferenceDo() {
        int alarms = 0;
        int windows = 200;
        for (int seed = 0; seed < windows; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            alarms += decide(STILL, days(random, 1, 0), days(random, 14, 0)).action() == Action.ALERT ? 1 : 0;
        }
        // the declared level of a ticket is .025 at most; four standard errors of a proportion above it
        assertThat(alarms / (double) windows).isLessThanOrEqualTo(0.069);
        SplittableRandom random = new SplittableRandom(11);
        BinaryPerformance reference = days(random, 14, 0);
        assertThat(decide(STILL, days(random, 1, 5), reference).word()).isEqualTo(Word.HARM);
        assertThat(decide(STILL, days(random, 1, 5), days(random, 1, 0)).because())
                .isEqualTo("log-loss is not evaluable: the window is 1 block, and the reference does not show how"
                        + " blocks differ");
    }

    private static WindowVerdict decide(DriftAssessment drift, BinaryPerformance champion, BinaryPerformance before) {
        return WindowDecision.decide(new WindowEvidence(drift, champion, before, FRESH), POLICY);
    }

    /* Days of 200 rows whose scores miss the day's own log odds, and by how much more. */
    private static BinaryPerformance days(SplittableRandom random, int days, double miss) {
        int rows = 200 * days;
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        String[] blocks = new String[rows];
        double weather = 0;
        for (int i = 0; i < rows; i++) {
            if (i % 200 == 0) {
                weather = miss + 0.8 * random.nextGaussian();
            }
            double odds = random.nextGaussian();
            scores[i] = 1 / (1 + Math.exp(-odds));
            labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-odds - weather));
            blocks[i] = "day " + i / 200;
        }
        return BinaryPerformance.measure(scores, labels, blocks, LabelMaturity.complete(rows));
    }

    private static AlarmSeverity severity(WindowVerdict verdict) {
        return verdict.ruling().orElseThrow().severity();
    }

    private static HarmSignal estimate(double pValue) {
        return new HarmSignal("accuracy", HarmSignal.Source.ESTIMATE, pValue, "accuracy is expected at 0.81");
    }

    private static CauseEvidence quarters() {
        return new CauseEvidence(
                List.of(),
                new Burst.Found(new Region("RELP", List.of("16", "17")), 0.0747, 0.276, 0.94),
                new LabelChange.NotEvaluable("0 labelled rows, at least 200 are needed"),
                List.of("RELP"),
                CauseEvidence.Harm.NONE,
                CauseEvidence.Onset.WITHIN_TERM);
    }

    private static WindowContext context(
            List<HarmSignal> signals, Optional<CauseEvidence> cause, EarlierWindow... earlier) {
        return new WindowContext(signals, cause, List.of(earlier), new AlarmTally(earlier.length, 0, 0));
    }

    private static WindowVerdict decide(
            DriftAssessment drift, BinaryPerformance champion, StalenessVerdict staleness, WindowContext context) {
        return WindowDecision.decide(
                new WindowEvidence(drift, champion, REFERENCE, staleness, Optional.of(context)), POLICY);
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
