package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveOfEveryTaskTest {
    private static final Excess.Basis ROWS = new Excess.Basis(1000, 1000);

    @ParameterizedTest
    @CsvSource({
        "LOWER_IS_BETTER, 2, 2.2",
        "LOWER_IS_BETTER, -2, -1.8",
        "LOWER_IS_BETTER, 0, 0",
        "HIGHER_IS_BETTER, 2, 1.8",
        "HIGHER_IS_BETTER, -2, -2.2",
        "HIGHER_IS_BETTER, 0, 0"
    })
    void theLimitLiesOnTheWorseSideOfTheReferenceWhateverItsSign(Direction direction, double reference, double limit) {
        assertThat(direction.tolerated(reference, 0.1)).isCloseTo(limit, within(1e-12));
        assertThat(excess(direction, 0.1, exactly(limit), exactly(reference)).value())
                .isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, -0.5, 0, 0.5, 3})
    void aWindowLikeItsReferenceKeepsTheObjective(double reference) {
        for (Direction direction : new Direction[] {Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER}) {
            Estimate.Measured same = around(reference, 0.1);
            assertThat(excess(direction, 0.2, same, same).value()).isCloseTo(-0.2 * Math.abs(reference), within(1e-12));
            assertThat(excess(direction, 0.2, same, same).lower()).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, -0.5, 0, 0.5, 3})
    void whoToleratesMoreIsNeverStricterAndAWorseWindowNeverBetter(double reference) {
        for (Direction direction : new Direction[] {Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER}) {
            double worse = direction == Direction.LOWER_IS_BETTER ? 1 : -1;
            double before = Double.POSITIVE_INFINITY;
            for (double share = 0; share <= 2; share += 0.125) {
                Excess found = excess(direction, share, around(reference + worse, 0.1), around(reference, 0.1));
                Excess further = excess(direction, share, around(reference + 2 * worse, 0.1), around(reference, 0.1));
                assertThat(found.value()).isLessThanOrEqualTo(before);
                assertThat(found.lower()).isLessThanOrEqualTo(found.value());
                assertThat(further.value()).isGreaterThan(found.value());
                assertThat(further.lower()).isGreaterThan(found.lower());
                before = found.value();
            }
        }
    }

    /* The limit of a reference between -1 and 1 is at its worst -1 - 0.5. */
    @Test
    void anUncertainReferenceAroundZeroIsAsLenientAsItsWorstEnd() {
        Estimate.Measured reference = new Estimate.Measured(0, -1, 1, 0.95);

        assertThat(excess(Direction.HIGHER_IS_BETTER, 0.5, exactly(-2), reference))
                .isEqualTo(new Excess(2, 0.5));
        assertThat(excess(Direction.LOWER_IS_BETTER, 0.5, exactly(2), reference))
                .isEqualTo(new Excess(2, 0.5));
    }

    @Test
    void aNegativeExplainedVarianceMayBecomeWorseByItsShare() {
        Objective half = new Objective(Metric.R2, 0.5);
        // Wrong by 1.5, 1.6 and 2 deviations of the labels: R2 is -1.25, -1.56 and -3.
        OutcomeReport reference = wrongBy(1.5);

        assertThat(half.judge(reference, reference))
                .isInstanceOfSatisfying(
                        ObjectiveOutcome.Kept.class,
                        kept -> assertThat(kept.reference().value()).isCloseTo(-1.25, within(1e-9)));
        assertThat(half.judge(wrongBy(1.6), reference)).isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(half.judge(wrongBy(2), reference)).isInstanceOfSatisfying(ObjectiveOutcome.Broken.class, broken -> {
            assertThat(broken.excess()).isCloseTo(3 - 1.875, within(1e-9));
            assertThat(broken.because())
                    .startsWith("r2 -3.0000 breaks its objective (reference -1.2500, tolerated 50 % worse, ");
        });
    }

    /* Labels of -1 and 1 in turns, all predictions too high by the same. */
    private static OutcomeReport wrongBy(double error) {
        double[] labels = new double[4000];
        double[] predictions = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % 2 == 0 ? 1 : -1;
            predictions[row] = labels[row] + error;
        }
        return Outcomes.measure(
                RegressionRows.of(predictions, labels).withMaturity(LabelMaturity.complete(labels.length)),
                OutcomeOptions.defaults());
    }

    private static Excess excess(
            Direction direction, double share, Estimate.Measured window, Estimate.Measured reference) {
        return Excess.of(direction, share, window, ROWS, reference, ROWS).orElseThrow();
    }

    private static Estimate.Measured exactly(double value) {
        return around(value, 0);
    }

    private static Estimate.Measured around(double value, double half) {
        return new Estimate.Measured(value, value - half, value + half, 0.95);
    }
}
