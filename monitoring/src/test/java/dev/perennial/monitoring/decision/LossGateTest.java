package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.PairedTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossGateTest {
    private static final GatePolicy POLICY = GatePolicy.standard();
    private static final String LOSS = "squared error";

    /** Losses of two models on days of 100 rows; each day is hard or easy for both, the candidate loses {@code gain} less. */
    private static PairedLosses rows(long seed, int days, double scale, double gain) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] opponent = new double[days * 100];
        double[] candidate = new double[opponent.length];
        String[] blocks = new String[opponent.length];
        double day = 0;
        for (int row = 0; row < opponent.length; row++) {
            day = row % 100 == 0 ? random.nextDouble() : day;
            blocks[row] = "day " + row / 100;
            opponent[row] = scale * (day + random.nextDouble());
            candidate[row] = Math.max(0, opponent[row] + scale * (random.nextDouble() - 0.5 - gain));
        }
        return new PairedLosses(opponent, candidate, blocks);
    }

    @Test
    void aBetterCandidatePassesInWhateverUnitItsLossesAre() {
        for (double scale : new double[] {1e-6, 1, 1e12}) {
            GateVerdict verdict = LossGate.decide(LOSS, rows(1, 14, scale, 0.1), POLICY);
            assertThat(verdict.passes()).as(verdict.because()).isTrue();
            assertThat(verdict.because())
                    .startsWith("squared error against the champion: advantage +")
                    .endsWith("(p < 0.001) over 14 blocks, 1400 rows");
            assertThat(JsonRoundTrip.of(verdict, GateVerdict.class)).contains("\"kind\":\"passed-on-loss\"");
        }
    }

    @Test
    void anEqualCandidateIsRejectedAsOftenAsTheLevelSaysUnlessNonInferiorityIsAllThatIsAsked() {
        int passed = 0;
        for (int run = 0; run < 400; run++) {
            passed += LossGate.decide(LOSS, rows(100 + run, 14, 1, 0), POLICY).passes() ? 1 : 0;
        }
        // Clipping at zero favours nobody by much; a binomial of 400 and .05 exceeds 37 once in 10,000.
        assertThat(passed).isLessThanOrEqualTo(37);
        double[] same = new double[1400];
        Arrays.fill(same, 2);
        PairedLosses equal = new PairedLosses(same, same, days(1400));
        assertThat(LossGate.decide(LOSS, equal, POLICY.notInferior()).passes()).isTrue();
        assertThat(LossGate.decide(LOSS, equal, POLICY).because())
                .startsWith("squared error not proved better than the champion's: advantage +0");
    }

    @Test
    void aFirstCandidateMustBeatTheBaselineAndNotLoseToTheLinearOne() {
        PairedLosses better = rows(3, 14, 1, 0.1);
        assertThat(LossGate.bootstrap(LOSS, better, rows(4, 14, 1, 0), POLICY).because())
                .startsWith("squared error against the no-skill baseline: advantage +");
        GateVerdict worse = LossGate.bootstrap(LOSS, better, rows(5, 14, 1, -0.1), POLICY);
        assertThat(worse.passes()).isFalse();
        assertThat(worse.because()).startsWith("worse than the linear candidate by ");
        JsonRoundTrip.of(worse, GateVerdict.class);
    }

    @Test
    void tooFewRowsOrBlocksAreAReasonToReject() {
        GateVerdict verdict = LossGate.decide(LOSS, rows(6, 3, 1, 0.3), POLICY);
        assertThat(verdict.because()).isEqualTo("3 blocks, at least 5 are needed");
        assertThatThrownBy(() -> new PairedLosses(new double[] {Double.NaN}, new double[] {1}, new String[] {"a"}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sumsOfAnySizeSayWhatExactSumsSay() {
        SplittableRandom random = new SplittableRandom(7);
        double[] differences = random.doubles(500, -1, 1).toArray();
        PairedTest.Measured exact = (PairedTest.Measured) PairedTest.of(BlockedDifferences.of(differences, days(500)));
        PairedTest.Measured any = (PairedTest.Measured) PairedTest.ofBlocks(differences, days(500));
        assertThat(any.meanDifference()).isCloseTo(exact.meanDifference(), within(1e-10));
        assertThat(any.standardError()).isCloseTo(exact.standardError(), within(1e-10));
        assertThat(any.blocks()).isEqualTo(exact.blocks());
    }

    private static String[] days(int rows) {
        String[] days = new String[rows];
        Arrays.setAll(days, row -> "day " + row / 100);
        return days;
    }
}
