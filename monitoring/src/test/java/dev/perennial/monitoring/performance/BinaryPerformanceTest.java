package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinaryPerformanceTest {

    @Test
    void agreesWithTheReferenceOnTenRows() {
        var oracle = Oracle.section("spiegelhalter");
        double[] scores = Oracle.doubles(oracle.get("p"));
        boolean[] labels = Oracle.labels(oracle.get("y"));
        BinaryPerformance performance = BinaryPerformance.measure(scores, labels);
        assertThat(value(performance.brier())).isCloseTo(oracle.get("brier").asDouble(), within(1e-12));
        double logLoss = 0;
        for (int i = 0; i < 10; i++) {
            logLoss -= Math.log(labels[i] ? scores[i] : 1 - scores[i]) / 10;
        }
        assertThat(value(performance.logLoss())).isCloseTo(logLoss, within(1e-12));
        assertThat(value(performance.baseRate())).isEqualTo(0.5);
        assertThat(value(performance.calibrationGap())).isCloseTo(4.9 / 10 - 0.5, within(1e-12));
        assertThat(value(performance.accuracy())).isEqualTo(1);
        assertThat(((Estimate.Measured) performance.accuracy()).upper()).isEqualTo(1);
        assertThat(((Estimate.Measured) performance.accuracy()).lower()).isBetween(0.7, 0.75);
        assertThat(JsonRoundTrip.of(performance, BinaryPerformance.class)).contains("\"kind\":\"measured\"");
    }

    @Test
    void theAreaIsThatOfRealPatients() {
        List<String[]> patients = Oracle.patients();
        double[] scores = new double[patients.size()];
        boolean[] labels = new boolean[patients.size()];
        for (int i = 0; i < labels.length; i++) {
            scores[i] = Double.parseDouble(patients.get(i)[4]) / 5;
            labels[i] = patients.get(i)[1].equals("Poor");
        }
        var auc = (Estimate.Measured) BinaryPerformance.measure(scores, labels).auc();
        assertThat(auc.value()).isCloseTo(0.8236788617886179, within(1e-12));
        // pROC: 95% CI: 0.7485-0.8988 (DeLong)
        assertThat(auc.lower()).isCloseTo(0.7485, within(1e-4));
        assertThat(auc.upper()).isCloseTo(0.8988, within(1e-4));
    }

    @Test
    void saysWhyNothingCanBeSaid() {
        BinaryPerformance empty = BinaryPerformance.measure(new double[0], new boolean[0]);
        assertThat(empty.labels().share()).isZero();
        for (Estimate estimate :
                List.of(empty.auc(), empty.logLoss(), empty.brier(), empty.accuracy(), empty.baseRate())) {
            assertThat(estimate).isInstanceOf(Estimate.NotEvaluable.class);
        }
        BinaryPerformance oneClass = BinaryPerformance.measure(new double[] {.1, .2, .3}, new boolean[3]);
        assertThat(oneClass.auc())
                .isEqualTo(new Estimate.NotEvaluable("0 positive and 3 negative rows, at least 2 of each are needed"));
        assertThat(oneClass.logLoss()).isInstanceOf(Estimate.Measured.class);
        JsonRoundTrip.of(empty, BinaryPerformance.class);
    }

    @Test
    void leavesOutAndCountsScoresThatAreNoProbabilities() {
        double[] scores = {0.1, Double.NaN, 1.5, -0.1, Double.POSITIVE_INFINITY, 0.9, 0.0, 1.0};
        boolean[] labels = {false, true, true, false, true, true, true, false};
        BinaryPerformance performance = BinaryPerformance.measure(scores, labels, new LabelMaturity(8, 10));
        assertThat(performance.rows()).isEqualTo(4);
        assertThat(performance.unusable()).isEqualTo(4);
        assertThat(performance.labels().share()).isEqualTo(0.8);
        assertThat(value(performance.logLoss())).isBetween(17.0, 17.4);
    }

    @Test
    void rowsThatShareTheirDayHaveAWiderInterval() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 4000;
        double[] scores = new double[n];
        boolean[] labels = new boolean[n];
        String[] days = new String[n];
        double[] rates = random.doubles(20, 0.1, 0.6).toArray();
        for (int i = 0; i < n; i++) {
            days[i] = "day " + i % 20;
            scores[i] = 0.35;
            labels[i] = random.nextDouble() < rates[i % 20];
        }
        var independent =
                (Estimate.Measured) BinaryPerformance.measure(scores, labels).logLoss();
        BinaryPerformance byDay = BinaryPerformance.measure(scores, labels, days, LabelMaturity.complete(n));
        var blocked = (Estimate.Measured) byDay.logLoss();
        assertThat(byDay.blocks()).isEqualTo(20);
        assertThat(blocked.value()).isCloseTo(independent.value(), within(1e-9));
        assertThat(blocked.upper() - blocked.lower()).isGreaterThan(3 * (independent.upper() - independent.lower()));
    }

    @Test
    void intervalsCoverTheTruth() {
        int covered = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(53L * run + 7);
            double[] scores = new double[300];
            boolean[] labels = new boolean[300];
            for (int i = 0; i < 300; i++) {
                scores[i] = random.nextDouble();
                labels[i] = random.nextDouble() < scores[i];
            }
            // for scores uniform in [0, 1] and calibrated, the Brier score is 1/6
            var brier = (Estimate.Measured)
                    BinaryPerformance.measure(scores, labels).brier();
            covered += brier.lower() <= 1 / 6.0 && 1 / 6.0 <= brier.upper() ? 1 : 0;
        }
        assertThat(covered / (double) runs).isBetween(0.93, 0.97);
    }

    @Test
    void refusesMoreLabelsThanPredictions() {
        assertThatThrownBy(() -> new LabelMaturity(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid label maturity: 3 labels for 2 predictions");
        assertThatThrownBy(() -> new Estimate.Measured(Double.NaN, 0, 1, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid value: NaN is not a finite number");
        assertThat(Arrays.asList(new LabelMaturity(0, 0).share())).containsExactly(0.0);
    }

    private static double value(Estimate estimate) {
        return estimate.point().orElseThrow();
    }
}
