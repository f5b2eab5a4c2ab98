package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.learn.BoostingLoss;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BikeSharingEstimateTest {
    private static final int[][] HOURS = {{0, 6}, {6, 10}, {10, 16}, {16, 20}, {20, 24}, {0, 24}};

    @Test
    void estimatesTheErrorOfARegressionUnderCovariateShift() {
        BikeSharing bikes = new BikeSharing(BoostingLoss.SQUARED);
        int[] reference = bikes.rows(1, 0, 24);
        EstimatorReference estimator = EstimatorReference.regression(
                bikes.scored(reference), bikes.targets(reference), EstimationOptions.forWindowsOf(500));
        double usual = Entry.of(
                RealisedMetrics.regression(bikes.scored(reference), bikes.targets(reference)),
                EstimatedMetric.MEAN_ABSOLUTE_ERROR);
        double missed = 0;
        double missedByConstant = 0;
        EstimateTrackRecords records = EstimateTrackRecords.empty();
        for (int[] hours : HOURS) {
            int[] window = bikes.rows(2, hours[0], hours[1]);
            WindowEstimate estimate = estimator.estimate(bikes.scored(window));
            Map<EstimatedMetric, Double> realised =
                    RealisedMetrics.regression(bikes.scored(window), bikes.targets(window));
            double actual = Entry.of(realised, EstimatedMetric.MEAN_ABSOLUTE_ERROR);
            missed += Math.abs(estimate.of(EstimatedMetric.MEAN_ABSOLUTE_ERROR)
                            .numbers()
                            .orElseThrow()
                            .value()
                    - actual);
            missedByConstant += Math.abs(usual - actual);
            records = records.after(estimate, realised);
        }
        assertThat(missed).isLessThan(missedByConstant / 4);
        assertThat(records.of(EstimatedMetric.MEAN_ABSOLUTE_ERROR).windows()).isEqualTo(HOURS.length);
        assertThat(records.of(EstimatedMetric.MEAN_ABSOLUTE_ERROR).covered()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void estimatesAClassifierUnderCovariateShiftBetterThanConfidenceAlone() {
        BikeSharing bikes = new BikeSharing(BoostingLoss.LOGISTIC);
        int[] reference = bikes.rows(1, 0, 24);
        ScoredRows rows = bikes.scored(reference);
        EstimatorReference estimator =
                EstimatorReference.binary(rows, bikes.labels(reference), EstimationOptions.forWindowsOf(500));
        Cbpe cbpe = Cbpe.fit(rows.scores(), rows.decisions(), bikes.labels(reference), 500, CellValues.none());
        double ours = 0;
        double byConfidence = 0;
        for (int[] hours : HOURS) {
            int[] window = bikes.rows(2, hours[0], hours[1]);
            ScoredRows scored = bikes.scored(window);
            double actual = Entry.of(RealisedMetrics.binary(scored, bikes.labels(window)), EstimatedMetric.ACCURACY);
            ours += Math.abs(estimator
                            .estimate(scored)
                            .of(EstimatedMetric.ACCURACY)
                            .numbers()
                            .orElseThrow()
                            .value()
                    - actual);
            byConfidence += Math.abs(Entry.of(cbpe.estimate(scored.scores(), scored.decisions()), CbpeMetric.ACCURACY)
                            .value()
                    - actual);
        }
        assertThat(ours).isLessThan(byConfidence / 2);
    }

    @Test
    void inSampleEstimatesReproduceTheirReference() {
        BikeSharing bikes = new BikeSharing(BoostingLoss.SQUARED);
        int[] reference = bikes.rows(1, 0, 24);
        ScoredRows rows = bikes.scored(reference);
        Map<EstimatedMetric, InSampleLossEstimation.Value> all =
                InSampleLossEstimation.fit(rows, bikes.targets(reference)).estimate(rows);
        double actual = Entry.of(
                RealisedMetrics.regression(rows, bikes.targets(reference)), EstimatedMetric.MEAN_ABSOLUTE_ERROR);
        assertThat(Entry.of(all, EstimatedMetric.MEAN_ABSOLUTE_ERROR).value()).isBetween(0.99 * actual, 1.01 * actual);
        InSampleLossEstimation.Value root = Entry.of(all, EstimatedMetric.ROOT_MEAN_SQUARED_ERROR);
        InSampleLossEstimation.Value square = Entry.of(all, EstimatedMetric.MEAN_SQUARED_ERROR);
        assertThat(root.value() * root.value()).isBetween(0.999 * square.value(), 1.001 * square.value());
        assertThat(all).containsKey(EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR);
    }
}
