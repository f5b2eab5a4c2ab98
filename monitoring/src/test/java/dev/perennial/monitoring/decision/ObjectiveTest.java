package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.Outcomes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    private static final Objective FIVE_PERCENT = new Objective(Metric.LOG_LOSS, 0.05);

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

    @Test
    void aMetricOfDecisionsIsJudgedWhereItWasMeasured() {
        Objective recall = new Objective(Metric.RECALL, 0.05);
        BinaryPerformance reference = finding(0.9);

        assertThat(recall.judge(finding(0.9), reference)).isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(recall.judge(finding(0.7), reference))
                .isInstanceOf(ObjectiveOutcome.Broken.class)
                .extracting(ObjectiveOutcome::because)
                .asString()
                .startsWith("recall 0.7000 breaks its objective (reference 0.9000, tolerated 5 % worse, lower bound");
        assertThat(recall.judge(losing(200, 0.5, 0.5), reference).because())
                .isEqualTo("recall is not evaluable: window: recall is not measured");
    }

    @Test
    void aMetricWithoutAWorseSideIsNoObjective() {
        assertThatThrownBy(() -> new Objective(Metric.BASE_RATE, 0.1))
                .hasMessage("Invalid objective: base-rate has no worse side, expected one with a better one");
    }

    /* A thousand positive rows, of which so large a share is called positive, and as many negative ones. */
    private static BinaryPerformance finding(double share) {
        double[] scores = new double[2000];
        boolean[] labels = new boolean[2000];
        for (int row = 0; row < 2000; row++) {
            labels[row] = row < 1000;
            scores[row] = row < 1000 * share ? 0.8 : 0.2;
        }
        return BinaryPerformance.measure(scores, labels)
                .with(
                        List.of(Metric.RECALL, Metric.LOG_LOSS),
                        Outcomes.measure(BinaryRows.of(scores, labels), OutcomeOptions.defaults()));
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
