package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.decision.CanaryEvidence.StepProgress;
import dev.perennial.monitoring.decision.CanaryVerdict.Decision;
import dev.perennial.monitoring.sequential.RateLook;
import dev.perennial.monitoring.sequential.SampleRatioCheck;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryJudgeTest {

    private static final JudgePolicy POLICY = JudgePolicy.standard();
    private static final int ROWS_PER_DAY = 900;

    @Test
    void aReallyBadCandidateIsTakenBackWithinTwoThousandPairs() {
        int within = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            Canary canary = new Canary(19L * run + 1, -0.02, 0.15);
            Decision decision = Decision.CONTINUE;
            while (decision == Decision.CONTINUE && canary.pairs() < 2000) {
                canary.rows(100);
                decision = canary.judge(StepProgress.TOO_EARLY).decision();
            }
            within += decision == Decision.ROLL_BACK ? 1 : 0;
        }
        assertThat(within / (double) runs).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.10, 0.95", "0.003, 0.10, 0.98", "0, 0.15, 0.75", "0.003, 0.15, 0.90"})
    void aCandidateThatIsNotWorseIsPromotedAfterTwoDays(double advantage, double rowDeviation, double atLeast) {
        int promoted = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            Canary canary = new Canary(23L * run + 5, advantage, rowDeviation);
            canary.rows(2 * ROWS_PER_DAY);
            promoted += canary.judge(StepProgress.LONG_ENOUGH).decision() == Decision.PROMOTE ? 1 : 0;
        }
        assertThat(promoted / (double) runs).isGreaterThanOrEqualTo(atLeast);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.002"})
    void aCandidateThatIsNotWorseIsHardlyEverTakenBack(double advantage) {
        int takenBack = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            Canary canary = new Canary(29L * run + 7, advantage, 0.15);
            Decision decision = Decision.CONTINUE;
            for (int look = 0; look < 100 && decision != Decision.ROLL_BACK; look++) {
                canary.rows(90);
                decision = canary.judge(StepProgress.TOO_EARLY).decision();
            }
            takenBack += decision == Decision.ROLL_BACK ? 1 : 0;
        }
        assertThat(takenBack / (double) runs).isLessThanOrEqualTo(POLICY.falseRollback());
    }

    @Test
    void aCandidateThatIsWorseByMoreThanTheMarginIsHardlyEverPromoted() {
        int promoted = 0;
        for (int run = 0; run < 300; run++) {
            Canary canary = new Canary(37L * run + 3, -0.02, 0.10);
            canary.rows(2 * ROWS_PER_DAY);
            promoted += canary.judge(StepProgress.LONG_ENOUGH).decision() == Decision.PROMOTE ? 1 : 0;
        }
        assertThat(promoted).isZero();
    }

    @Test
    void oneBadDayIsNotEnoughUnlessItIsVeryBad() {
        Canary bad = new Canary(1, -0.03, 0.02);
        bad.rows(ROWS_PER_DAY);
        assertThat(bad.shadow.upperAdvantage()).isBetween(-POLICY.lossMargin(), 0.0);
        assertThat(bad.judge(StepProgress.TOO_EARLY).decision()).isEqualTo(Decision.CONTINUE);
        bad.rows(ROWS_PER_DAY);
        assertThat(bad.judge(StepProgress.TOO_EARLY).decision()).isEqualTo(Decision.ROLL_BACK);
        Canary terrible = new Canary(2, -0.2, 0.15);
        terrible.rows(ROWS_PER_DAY);
        CanaryVerdict verdict = terrible.judge(StepProgress.TOO_EARLY);
        assertThat(verdict.decision()).isEqualTo(Decision.ROLL_BACK);
        assertThat(verdict.because())
                .startsWith("the canary's Brier score is worse by 0.")
                .endsWith("from 1 blocks");
    }

    @Test
    void aHarmThatBlocksDoNotBearOutIsNotActedOn() {
        ShadowEvidence shadow = ShadowEvidence.start(POLICY);
        for (int day = 0; day < 8; day++) {
            shadow = shadow.plus(differences(new SplittableRandom(day), day == 3 ? -0.1 : 0.001, 0.02, 900, day * 900));
        }
        assertThat(shadow.upperAdvantage()).isNegative();
        CanaryVerdict verdict = CanaryJudge.judge(
                new CanaryEvidence(List.of(counts(5)), shadow, split(), 0, StepProgress.TOO_EARLY), POLICY);
        assertThat(verdict.decision()).isEqualTo(Decision.CONTINUE);
    }

    @Test
    void noDataIsNeverSuccess() {
        CanaryEvidence nothing = new CanaryEvidence(
                List.of(CountGuardrail.start("errors", POLICY)),
                ShadowEvidence.start(POLICY),
                SampleRatioCheck.start(List.of(0.95, 0.05)),
                0,
                StepProgress.LONG_ENOUGH);
        CanaryVerdict verdict = CanaryJudge.judge(nothing, POLICY);
        assertThat(verdict.decision()).isEqualTo(Decision.CONTINUE);
        assertThat(verdict.reasons())
                .anyMatch(reason -> reason.startsWith("errors: 0 canary requests, at least 200"))
                .anyMatch(
                        reason -> reason.startsWith("0 labelled pairs, at least 500 are needed: needs about 500 more"));
        CanaryVerdict overdue = CanaryJudge.judge(
                new CanaryEvidence(nothing.guardrails(), nothing.shadow(), nothing.split(), 0, StepProgress.OVERDUE),
                POLICY);
        assertThat(overdue.decision()).isEqualTo(Decision.HOLD);
        JsonRoundTrip.of(overdue, CanaryVerdict.class);
    }

    @Test
    void saysAboutHowManyLabelsAreMissing() {
        Canary canary = new Canary(11, 0, 0.15);
        canary.rows(600);
        CanaryVerdict verdict = canary.judge(StepProgress.LONG_ENOUGH);
        assertThat(verdict.decision()).isEqualTo(Decision.CONTINUE);
        long needed = ((LabelsNeeded.About) verdict.labelsNeeded()).labels();
        assertThat(needed).isBetween(300L, 3000L);
        assertThat(verdict.because()).contains("needs about " + needed + " more labels");
        Canary worse = new Canary(12, -0.02, 0.15);
        worse.rows(600);
        assertThat(worse.judge(StepProgress.LONG_ENOUGH).labelsNeeded()).isInstanceOf(LabelsNeeded.Unknown.class);
    }

    @Test
    void moreErrorsTakeBackWhateverTheLabelsSay() {
        Canary canary = new Canary(13, 0.01, 0.1);
        canary.rows(2 * ROWS_PER_DAY);
        CountGuardrail errors = CountGuardrail.start("errors", POLICY);
        for (int look = 0; look < 10; look++) {
            errors = errors.plus(new RateLook(950, 50, 3, 3));
        }
        CanaryVerdict verdict = CanaryJudge.judge(
                new CanaryEvidence(List.of(errors), canary.shadow, split(), 0, StepProgress.LONG_ENOUGH), POLICY);
        assertThat(verdict.decision()).isEqualTo(Decision.ROLL_BACK);
        assertThat(verdict.because()).startsWith("errors: 30 of 500 in the canary against 30 of 9500 in the champion");
    }

    @Test
    void anUnknownErrorRateDelaysThePromotion() {
        Canary canary = new Canary(14, 0.01, 0.1);
        canary.rows(2 * ROWS_PER_DAY);
        CountGuardrail few = CountGuardrail.start("errors", POLICY).plus(new RateLook(4000, 210, 100, 5));
        CanaryVerdict verdict = CanaryJudge.judge(
                new CanaryEvidence(List.of(few), canary.shadow, split(), 0, StepProgress.LONG_ENOUGH), POLICY);
        assertThat(verdict.decision()).isEqualTo(Decision.CONTINUE);
        assertThat(verdict.because()).startsWith("errors: a ratio of 1.50 to the champion is not excluded");
    }

    @Test
    void aBrokenSplitInvalidatesAndConsecutiveFailuresBreakAtOnce() {
        Canary canary = new Canary(15, 0.01, 0.1);
        canary.rows(2 * ROWS_PER_DAY);
        SampleRatioCheck broken = SampleRatioCheck.start(List.of(0.95, 0.05)).plus(List.of(9300L, 700L));
        CanaryEvidence invalid =
                new CanaryEvidence(List.of(counts(0)), canary.shadow, broken, 0, StepProgress.LONG_ENOUGH);
        assertThat(CanaryJudge.judge(invalid, POLICY).decision()).isEqualTo(Decision.INVALID);
        CanaryEvidence failing =
                new CanaryEvidence(List.of(counts(0)), canary.shadow, broken, 20, StepProgress.TOO_EARLY);
        CanaryVerdict verdict = CanaryJudge.judge(failing, POLICY);
        assertThat(verdict.decision()).isEqualTo(Decision.ROLL_BACK);
        assertThat(verdict.because()).isEqualTo("20 consecutive failures of the canary, the breaker opens at 20");
    }

    private static CountGuardrail counts(int errors) {
        return CountGuardrail.start("errors", POLICY).plus(new RateLook(9500, 500, errors, 0));
    }

    private static SampleRatioCheck split() {
        return SampleRatioCheck.start(List.of(0.95, 0.05)).plus(List.of(9500L, 500L));
    }

    /* Rows whose Brier difference has the given mean and two-point spread: labels are 0, so a loss is a squared score. */
    private static PairedScores differences(
            SplittableRandom random, double advantage, double deviation, int n, int from) {
        double[] champion = new double[n];
        double[] candidate = new double[n];
        String[] days = new String[n];
        for (int i = 0; i < n; i++) {
            double difference = advantage + (random.nextBoolean() ? deviation : -deviation);
            champion[i] = Math.sqrt(0.4);
            candidate[i] = Math.sqrt(0.4 - difference);
            days[i] = "day " + (from + i) / ROWS_PER_DAY;
        }
        return new PairedScores(champion, candidate, new boolean[n], days);
    }

    private static final class Canary {
        private final SplittableRandom random;
        private final double advantage;
        private final double deviation;
        private ShadowEvidence shadow = ShadowEvidence.start(POLICY);

        Canary(long seed, double advantage, double deviation) {
            this.random = new SplittableRandom(seed);
            this.advantage = advantage;
            this.deviation = deviation;
        }

        long pairs() {
            return shadow.pairs();
        }

        void rows(int n) {
            shadow = shadow.plus(differences(random, advantage, deviation, n, (int) pairs()));
        }

        CanaryVerdict judge(StepProgress progress) {
            return CanaryJudge.judge(new CanaryEvidence(List.of(counts(5)), shadow, split(), 0, progress), POLICY);
        }
    }
}
