package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinaryEstimatorTest {
    private static final EstimationOptions OPTIONS = EstimationOptions.forWindowsOf(1_000);

    /** A model that knows x alone; in the group "hard" its scores mean little. */
    private static final class Sample {
        private final ScoredRows rows;
        private final boolean[] labels;

        Sample(ScoredRows rows, boolean[] labels) {
            this.rows = rows;
            this.labels = labels;
        }

        ScoredRows rows() {
            return rows;
        }

        boolean[] labels() {
            return labels;
        }

        static Sample of(int n, double hardShare, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] x = new double[n];
            String[] group = new String[n];
            double[] scores = new double[n];
            boolean[] labels = new boolean[n];
            for (int row = 0; row < n; row++) {
                x[row] = random.nextDouble();
                boolean hard = random.nextDouble() < hardShare;
                group[row] = hard ? "hard" : "easy";
                scores[row] = 0.05 + 0.9 * x[row];
                labels[row] = random.nextDouble() < (hard ? 0.5 + 0.1 * (x[row] - 0.5) : scores[row]);
            }
            ColumnTable features = ColumnTable.builder(n)
                    .numbers("x", x)
                    .categories("group", group)
                    .build();
            return new Sample(ScoredRows.decidedFrom(0.5, features, scores), labels);
        }

        double accuracy() {
            long right = IntStream.range(0, labels.length)
                    .filter(row -> rows.decisions()[row] == labels[row])
                    .count();
            return (double) right / labels.length;
        }
    }

    private static final Sample REFERENCE = Sample.of(10_000, 0.1, 1);
    private static final EstimatorReference ESTIMATOR =
            EstimatorReference.binary(REFERENCE.rows(), REFERENCE.labels(), OPTIONS);

    private static PerformanceEstimate.Estimated accuracy(WindowEstimate window) {
        return (PerformanceEstimate.Estimated) window.of(EstimatedMetric.ACCURACY);
    }

    @Test
    void seesThatABurstOfAHardGroupIsHarm() {
        Sample burst = Sample.of(2_000, 0.7, 2);
        WindowEstimate window = ESTIMATOR.estimate(burst.rows());
        assertThat(accuracy(window).value()).isEqualTo(burst.accuracy(), within(0.03));
        HarmLimit limit = ESTIMATOR.limit(EstimatedMetric.ACCURACY).orElseThrow();
        assertThat(HarmJudgement.judge(window, limit, HarmPolicy.standard())).isInstanceOf(HarmVerdict.Harmed.class);
        assertThat(HarmJudgement.judge(window, limit.withLimit(0.2), HarmPolicy.standard()))
                .isInstanceOf(HarmVerdict.NotHarmed.class);
    }

    @Test
    void intervalsHoldTheRealisedValueAsOftenAsTheySay() {
        int covered = 0;
        int alarms = 0;
        HarmLimit limit = ESTIMATOR.limit(EstimatedMetric.ACCURACY).orElseThrow();
        for (int i = 0; i < 60; i++) {
            Sample sample = Sample.of(1_000, 0.1 + 0.05 * (i % 3), 100 + i);
            WindowEstimate window = ESTIMATOR.estimate(sample.rows());
            PerformanceEstimate.Estimated numbers = accuracy(window);
            covered += sample.accuracy() >= numbers.lower() && sample.accuracy() <= numbers.upper() ? 1 : 0;
            alarms += HarmJudgement.judge(window, limit, HarmPolicy.standard()).pointsToHarm() ? 1 : 0;
        }
        assertThat(covered).isBetween(53, 60);
        assertThat(alarms).isLessThanOrEqualTo(2);
    }

    @Test
    void withdrawsTrustWhereTheReferenceHasNoSuchRows() {
        Sample strange = Sample.of(2_000, 0.1, 3);
        double[] shifted =
                IntStream.range(0, 2_000).mapToDouble(row -> 5 + row / 2_000.0).toArray();
        String[] unseen = new String[2_000];
        Arrays.fill(unseen, "new");
        ScoredRows rows = ScoredRows.decidedFrom(
                0.5,
                ColumnTable.builder(2_000)
                        .numbers("x", shifted)
                        .categories("group", unseen)
                        .build(),
                strange.rows().scores());
        WindowEstimate window = ESTIMATOR.estimate(rows);
        assertThat(window.of(EstimatedMetric.ACCURACY)).isInstanceOf(PerformanceEstimate.Untrusted.class);
        assertThat(window.overlap().outsideShare()).isGreaterThan(0.5);
        JsonRoundTrip.of(window, WindowEstimate.class);
    }

    @Test
    void countsRowsWithAnUnseenCategoryOrANewlyMissingValueAsOutside() {
        Sample sample = Sample.of(1_000, 0.1, 6);
        double[] x = IntStream.range(0, 1_000)
                .mapToDouble(row -> row < 20 ? Double.NaN : (sample.rows().scores()[row] - 0.05) / 0.9)
                .toArray();
        String[] group = new String[1_000];
        Arrays.fill(group, "easy");
        Arrays.fill(group, 980, 1_000, "new");
        ScoredRows rows = ScoredRows.decidedFrom(
                0.5,
                ColumnTable.builder(1_000)
                        .numbers("x", x)
                        .categories("group", group)
                        .build(),
                sample.rows().scores());
        WindowEstimate window = ESTIMATOR.estimate(rows);
        assertThat(window.overlap().outsideShare()).isBetween(0.04, 0.06);
        assertThat(window.of(EstimatedMetric.ACCURACY).numbers().orElseThrow().supportError())
                .isGreaterThan(0.04 / Math.sqrt(12) - 1e-9);
    }

    @Test
    void doesNotDependOnTheOrderOfRows() {
        Sample sample = Sample.of(1_000, 0.3, 4);
        int[] reversed = IntStream.range(0, 1_000).map(row -> 999 - row).toArray();
        WindowEstimate here = ESTIMATOR.estimate(sample.rows());
        WindowEstimate there = ESTIMATOR.estimate(sample.rows().select(reversed));
        for (EstimatedMetric metric : here.metrics().keySet()) {
            assertThat(there.of(metric).numbers().orElseThrow().value())
                    .isEqualTo(here.of(metric).numbers().orElseThrow().value(), within(1e-9));
        }
    }

    @Test
    void saysWhyThereIsNoEstimate() {
        boolean[] one = new boolean[10_000];
        EstimatorReference nothing = EstimatorReference.binary(REFERENCE.rows(), one, OPTIONS);
        assertThat(nothing.estimate(REFERENCE.rows()).of(EstimatedMetric.AUC))
                .isEqualTo(new PerformanceEstimate.NotEvaluable(
                        "the reference has 0 positive and 10000 negative rows with a usable score,"
                                + " at least 10 of each are needed"));
        assertThat(nothing.limit(EstimatedMetric.AUC)).isEmpty();
        double[] broken = {Double.NaN, 2, -1, Double.POSITIVE_INFINITY};
        WindowEstimate window = ESTIMATOR.estimate(
                ScoredRows.decidedFrom(0.5, ColumnTable.builder(4).build(), broken));
        assertThat(window.unusable()).isEqualTo(4);
        assertThat(window.of(EstimatedMetric.F1))
                .isEqualTo(new PerformanceEstimate.NotEvaluable(
                        "the window has 0 rows with a usable score, at least 30 are needed"));
    }

    @Test
    void constantScoresAndFeaturesGiveNumbersOnly() {
        double[] half = new double[500];
        Arrays.fill(half, 0.5);
        boolean[] labels = new boolean[500];
        Arrays.fill(labels, 0, 250, true);
        ColumnTable constant =
                ColumnTable.builder(500).numbers("x", new double[500]).build();
        ScoredRows rows = ScoredRows.decidedFrom(0.5, constant, half);
        WindowEstimate window = EstimatorReference.binary(rows, labels, OPTIONS).estimate(rows);
        JsonRoundTrip.of(window, WindowEstimate.class);
        assertThat(accuracy(window).value()).isEqualTo(0.5, within(1e-9));
        assertThat(window.of(EstimatedMetric.SPECIFICITY)
                        .numbers()
                        .orElseThrow()
                        .value())
                .isZero();
    }
}
