package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.LabelMaturity;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    private static final Objective FIVE_PERCENT = new Objective(Objective.Metric.LOG_LOSS, 0.05);

    @Test
    void aLossWithinTheToleranceIsKeptAndOneBeyondItIsBroken() {
        BinaryPerformance reference = losing(200, 0.5, 0.5);
        assertThat(FIVE_PERCENT.judge(losing(200, Math.pow(0.5, 1.04), Math.pow(0.5, 1.04)), reference))
                .isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(FIVE_PERCENT.judge(losing(200, Math.pow(0.5, 1.06), Math.pow(0.5, 1.06)), reference))
                .isInstanceOf(ObjectiveOutcome.Broken.class);
    }

    @Test
    void anUncertainReferenceExcusesALossThatACertainOneWouldNot() {
        BinaryPerformance window = losing(200, Math.exp(-0.8), Math.exp(-0.8));
        assertThat(FIVE_PERCENT.judge(window, losing(200, 0.5, 0.5))).isInstanceOf(ObjectiveOutcome.Broken.class);
        assertThat(FIVE_PERCENT.judge(window, losing(20, 0.25, 0.999))).isInstanceOf(ObjectiveOutcome.Kept.class);
    }

    /* Rows that give what happens one probability or the other, by turns. */
    private static BinaryPerformance losing(int rows, double even, double odd) {
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % 4 < 2;
            double given = row % 2 == 0 ? even : odd;
            scores[row] = labels[row] ? given : 1 - given;
        }
        return BinaryPerformance.measure(scores, labels, LabelMaturity.complete(rows));
    }
}
