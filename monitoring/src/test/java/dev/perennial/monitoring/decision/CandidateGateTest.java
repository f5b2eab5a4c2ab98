package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CandidateGateTest {

    private static final GatePolicy POLICY = GatePolicy.standard();

    @Test
    void aBetterCandidatePasses() {
        GateVerdict verdict = CandidateGate.decide(rows(1, 14, 900, 1.5, 0.6, 0), POLICY);
        assertThat(verdict).isInstanceOf(GateVerdict.Passed.class);
        assertThat(verdict.because())
                .startsWith("log loss against the champion: advantage +0.")
                .endsWith("(p < 0.001) over 14 blocks, 12600 rows");
        assertThat(JsonRoundTrip.of(verdict, GateVerdict.class)).contains("\"kind\":\"passed\"");
    }

    @Test
    void anEqualCandidateIsRejectedUnlessNonInferiorityIsAllThatIsAsked() {
        int superior = 0;
        for (int run = 0; run < 200; run++) {
            PairedScores rows = rows(100 + run, 14, 100, 1, 1, 0);
            superior += CandidateGate.decide(rows, POLICY) instanceof GateVerdict.Passed ? 1 : 0;
        }
        assertThat(superior).isLessThanOrEqualTo(14);
        PairedScores same = rows(5, 14, 900, 1, -1, 0);
        assertThat(CandidateGate.decide(same, POLICY.notInferior())).isInstanceOf(GateVerdict.Passed.class);
        assertThat(CandidateGate.decide(same, POLICY).because())
                .contains("log loss not proved better than the champion's");
    }

    @Test
    void aWorseCandidateIsRejectedForEveryReason() {
        GateVerdict verdict = CandidateGate.decide(rows(3, 14, 900, 0.6, 1.5, 0.2), POLICY);
        assertThat(((GateVerdict.Rejected) verdict).reasons())
                .hasSize(4)
                .anyMatch(reason -> reason.startsWith("log loss not proved better"))
                .anyMatch(reason -> reason.startsWith("area under the curve not shown to be within 0.0050"))
                .anyMatch(reason -> reason.startsWith("Brier score not shown to be within 0.0050"))
                .anyMatch(reason -> reason.startsWith("mean probability off by +0."));
        JsonRoundTrip.of(verdict, GateVerdict.class);
    }

    @Test
    void tooFewRowsOrBlocksAreAReasonToReject() {
        GateVerdict verdict = CandidateGate.decide(rows(4, 3, 20, 1, 0.5, 0), POLICY);
        assertThat(verdict).isInstanceOf(GateVerdict.Rejected.class);
        assertThat(verdict.because())
                .contains("60 held-out rows, at least 100 are needed")
                .contains("3 blocks, at least 5 are needed");
        PairedScores none = new PairedScores(new double[0], new double[0], new boolean[0], new String[0]);
        assertThat(CandidateGate.decide(none, POLICY)).isInstanceOf(GateVerdict.Rejected.class);
    }

    @Test
    void aResultTooGoodToBeTrueIsRejected() {
        int n = 1400;
        SplittableRandom random = new SplittableRandom(6);
        double[] champion = random.doubles(n).toArray();
        double[] leaked = new double[n];
        boolean[] labels = new boolean[n];
        String[] days = new String[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextDouble() < champion[i];
            leaked[i] = labels[i] ? 0.999 : 0.001;
            days[i] = "day " + i % 14;
        }
        assertThat(CandidateGate.decide(new PairedScores(champion, leaked, labels, days), POLICY)
                        .because())
                .isEqualTo("area under the curve 1.0000 is too good to be true (limit 0.9990):"
                        + " a feature may hold the label");
    }

    @Test
    void aFirstCandidateMustBeatTheBaseRateAndNotLoseToTheLinearOne() {
        PairedScores rows = rows(7, 14, 400, 1.0, 0.3, 0);
        assertThat(CandidateGate.bootstrap(
                        rows.candidate(), rows.champion(), rows.labels(), rows.blocks(), 0.5, POLICY))
                .isInstanceOf(GateVerdict.Passed.class);
        assertThat(CandidateGate.bootstrap(rows.champion(), rows.candidate(), rows.labels(), rows.blocks(), 0.5, POLICY)
                        .because())
                .startsWith("worse than the linear candidate by 0.");
        double[] constant = rows.candidate().clone();
        Arrays.fill(constant, 0.5);
        assertThat(CandidateGate.bootstrap(constant, constant, rows.labels(), rows.blocks(), 0.5, POLICY)
                        .because())
                .startsWith("log loss not proved better than the no-skill baseline's");
    }

    /* Labels follow a hidden log-odds; each model sees it with its own noise. A negative noise copies the champion. */
    private static PairedScores rows(
            long seed, int days, int rowsPerDay, double championNoise, double candidateNoise, double candidateBias) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = days * rowsPerDay;
        double[] champion = new double[n];
        double[] candidate = new double[n];
        boolean[] labels = new boolean[n];
        String[] blocks = new String[n];
        for (int i = 0; i < n; i++) {
            double truth = 3 * (random.nextDouble() - 0.5);
            labels[i] = random.nextDouble() < sigmoid(truth);
            champion[i] = sigmoid(truth + championNoise * 2 * (random.nextDouble() - 0.5));
            candidate[i] = candidateNoise < 0
                    ? champion[i]
                    : Math.min(1, sigmoid(truth + candidateNoise * 2 * (random.nextDouble() - 0.5)) + candidateBias);
            blocks[i] = "day " + i / rowsPerDay;
        }
        return new PairedScores(champion, candidate, labels, blocks);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
