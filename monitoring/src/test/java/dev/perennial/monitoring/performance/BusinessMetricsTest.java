package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.paired.Intervals;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BusinessMetricsTest {
    private static final BusinessMetric HOURS =
            new BusinessMetric.Mean("watch-hours", Direction.HIGHER_IS_BETTER, "hours");
    private static final BusinessMetric CHURN =
            new BusinessMetric.Rate("churn", Direction.LOWER_IS_BETTER, "left", "1");
    private static final BusinessMetric CLICKS =
            new BusinessMetric.Ratio("click-through", Direction.HIGHER_IS_BETTER, "clicks", "impressions");

    @Test
    void meansRatesAndRatiosOfTheRowsThatHaveThem() {
        ColumnTable table = ColumnTable.builder(5)
                .numbers("hours", new double[] {1, 2, Double.NaN, 6, Double.POSITIVE_INFINITY})
                .numbers("left", new double[] {1, 0, Double.NaN, 0, 0})
                .numbers("clicks", new double[] {1, 0, 2, 0, Double.NaN})
                .numbers("impressions", new double[] {10, 5, 10, 5, 7})
                .build();
        List<BusinessValue> values = measure(table, HOURS, CHURN, CLICKS);
        assertThat(values.get(0).estimate().point().orElseThrow()).isEqualTo(3);
        assertThat(values.get(0).arrived()).isEqualTo(new LabelMaturity(4, 5));
        assertThat(values.get(0).unusable()).isEqualTo(1);
        assertThat(values.get(1).estimate()).isEqualTo(Estimate.of(.25, Intervals.wilson(1, 4, .95)));
        assertThat(values.get(2).estimate().point().orElseThrow()).isCloseTo(.1, within(1e-15));
        assertThat(values.get(2).arrived().share()).isEqualTo(.8);
        values.forEach(value -> JsonRoundTrip.of(value, BusinessValue.class));
    }

    @Test
    void nothingToMeasureIsSaid() {
        ColumnTable table = ColumnTable.builder(3)
                .numbers("hours", new double[] {Double.NaN, Double.NaN, 1})
                .numbers("left", new double[] {Double.NaN, Double.NaN, Double.NaN})
                .numbers("clicks", new double[] {0, 0, 0})
                .numbers("impressions", new double[] {0, 0, 0})
                .build();
        assertThat(measure(table, HOURS, CHURN, CLICKS))
                .extracting(value -> ((Estimate.NotEvaluable) value.estimate()).reason())
                .containsExactly(
                        "1 rows, at least 2 are needed", "no row has a value", "the sum of impressions is 0.0");
        assertThatThrownBy(() -> measure(
                        ColumnTable.builder(1)
                                .categories("hours", new String[] {"x"})
                                .build(),
                        HOURS))
                .hasMessage("Invalid metric watch-hours: hours is a category, expected a number");
        assertThatThrownBy(() -> measure(ColumnTable.builder(1).build(), HOURS))
                .hasMessageStartingWith("Invalid metric watch-hours: there is no column 'hours'");
    }

    @Test
    void theIntervalOfARatioCoversTheTruth() {
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            SplittableRandom random = new SplittableRandom(run * 13L + 1);
            double[] clicks = new double[150];
            double[] impressions = new double[150];
            for (int i = 0; i < 150; i++) {
                impressions[i] = 1 + random.nextInt(20);
                for (int shown = 0; shown < impressions[i]; shown++) {
                    clicks[i] += random.nextInt(10) < 2 ? 1 : 0;
                }
            }
            ColumnTable table = ColumnTable.builder(150)
                    .numbers("clicks", clicks)
                    .numbers("impressions", impressions)
                    .build();
            var ratio = (Estimate.Measured) measure(table, CLICKS).get(0).estimate();
            covered += ratio.lower() <= .2 && .2 <= ratio.upper() ? 1 : 0;
        }
        assertThat(covered / 1000.0).isBetween(.93, .97);
    }

    /** "Engagement five percent below its baseline": worse by the declared direction, beyond what is tolerated. */
    @Test
    void fewerHoursAreWorseAndMoreChurnIsWorse() {
        Evaluation.Known before = hours(4, 1);
        Evaluation.Known now = hours(3.6, 2);
        double tolerated = .05 * before.value();
        assertThat(Comparison.of(HOURS.direction(), 0, now, before, tolerated, .95)
                        .lower())
                .isPositive();
        assertThat(Comparison.of(HOURS.direction(), 0, before, now, tolerated, .95)
                        .upper())
                .isNegative();
        assertThat(Comparison.of(CHURN.direction(), 0, before, now, tolerated, .95)
                        .lower())
                .isPositive();
    }

    private static Evaluation.Known hours(double mean, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ColumnTable table = ColumnTable.builder(2000)
                .numbers("hours", random.doubles(2000, mean - 1, mean + 1).toArray())
                .build();
        return (Evaluation.Known) BusinessMetrics.evaluate(table, Blocks.independent(2000), HOURS);
    }

    private static List<BusinessValue> measure(ColumnTable table, BusinessMetric... metrics) {
        return BusinessMetrics.measure(table, Blocks.independent(table.rows()), List.of(metrics), .95);
    }
}
