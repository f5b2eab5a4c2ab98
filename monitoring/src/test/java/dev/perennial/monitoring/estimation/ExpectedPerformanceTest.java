package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpectedPerformanceTest {

    @ParameterizedTest
    @EnumSource(
            value = EstimatedMetric.class,
            names = {
                "ACCURACY",
                "PRECISION",
                "RECALL",
                "SPECIFICITY",
                "F1",
                "AUC",
                "AVERAGE_PRECISION",
                "LOG_LOSS",
                "BRIER"
            })
    void influenceIsTheDerivative(EstimatedMetric metric) {
        SplittableRandom random = new SplittableRandom(3);
        int n = 60;
        double[] scores = new double[n];
        boolean[] decisions = new boolean[n];
        double[] probabilities = new double[n];
        for (int row = 0; row < n; row++) {
            scores[row] = (1 + random.nextInt(20)) / 22.0;
            decisions[row] = scores[row] > 0.6;
            probabilities[row] = 0.1 + 0.8 * random.nextDouble();
        }
        ExpectedPerformance performance = new ExpectedPerformance(scores, decisions, probabilities);
        for (int row = 0; row < n; row += 7) {
            double[] moved = probabilities.clone();
            moved[row] += 1e-6;
            double change = new ExpectedPerformance(scores, decisions, moved)
                            .value(metric)
                            .orElseThrow()
                    - performance.value(metric).orElseThrow();
            assertThat(performance.influence(metric, scores[row], decisions[row]))
                    .isEqualTo(change / 1e-6, within(1e-5));
        }
    }
}
