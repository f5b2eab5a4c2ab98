package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MulticlassEstimatorTest {
    private static final EstimationOptions OPTIONS = EstimationOptions.forWindowsOf(1000);

    private final Sample reference = new Sample(1, 6000, 0.5);
    private final MulticlassEstimator estimator =
            MulticlassEstimator.fit(reference.table, reference.scores, reference.labels, OPTIONS);

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    void expectsWhatLabelsShowWithinItsIntervals(long seed) {
        Sample window = new Sample(seed, 1000, 0.5);
        WindowEstimate estimate = estimator.estimate(window.table, window.scores);
        Map<EstimatedMetric, Double> realised = RealisedMetrics.classes(window.scores, window.labels);

        assertThat(estimate.metrics()).containsOnlyKeys(MulticlassEstimator.METRICS);
        assertThat(realised).containsOnlyKeys(MulticlassEstimator.METRICS);
        realised.forEach((metric, value) -> {
            PerformanceEstimate.Estimated numbers =
                    estimate.of(metric).trusted().orElseThrow();
            // Twice the half-width: seven metrics of four windows are not to fail by luck.
            assertThat(Math.abs(numbers.value() - value))
                    .as(metric.label())
                    .isLessThanOrEqualTo(numbers.upper() - numbers.lower());
            assertThat(numbers.upper() - numbers.lower()).as(metric.label()).isBetween(0.005, 0.15);
        });
    }

    @Test
    void itsIntervalsHoldWhatTheyPromise() {
        int windows = 40;
        EstimateTrackRecords records = EstimateTrackRecords.empty();
        for (int seed = 100; seed < 100 + windows; seed++) {
            Sample window = new Sample(seed, 500, 0.4 + 0.005 * (seed - 100));
            records = records.after(
                    estimator.estimate(window.table, window.scores),
                    RealisedMetrics.classes(window.scores, window.labels));
        }
        for (EstimatedMetric metric : MulticlassEstimator.METRICS) {
            EstimateTrackRecord record = records.of(metric);
            assertThat(record.windows()).isEqualTo(windows);
            // Of intervals of 95 %, fewer than 34 of 40 would be a surprise of less than one in two hundred.
            assertThat(record.covered()).as(metric.label()).isGreaterThanOrEqualTo(34);
            assertThat(Math.abs(record.bias().orElseThrow())).as(metric.label()).isLessThan(0.02);
        }
    }

    /* Where difficulty is low, classes are told by their scores; where it is high, scores are flat. */
    @Test
    void expectsMoreErrorsWhereTheHardRowsBecomeMore() {
        Sample window = new Sample(6, 3000, 0.8);
        WindowEstimate usual = estimator.estimate(reference.table, reference.scores);
        WindowEstimate estimate = estimator.estimate(window.table, window.scores);
        Map<EstimatedMetric, Double> realised = RealisedMetrics.classes(window.scores, window.labels);

        assertThat(value(estimate, EstimatedMetric.ACCURACY))
                .isLessThan(value(usual, EstimatedMetric.ACCURACY) - 0.05)
                .isCloseTo(Entry.of(realised, EstimatedMetric.ACCURACY), within(0.03));
        assertThat(value(estimate, EstimatedMetric.LOG_LOSS))
                .isGreaterThan(value(usual, EstimatedMetric.LOG_LOSS) + 0.05)
                .isCloseTo(Entry.of(realised, EstimatedMetric.LOG_LOSS), within(0.05));
    }

    /* Half of the rows, told apart by a feature alone, have their labels dealt by chance, whatever the scores say. */
    @Test
    void correctsForRowsWhoseScoresPromiseTooMuch() {
        Sample broken = new Sample(7, 8000, 0.2).withLabelsByChanceAbove(0.5);
        MulticlassEstimator taught = MulticlassEstimator.fit(
                broken.table, broken.scores, broken.labels, EstimationOptions.forWindowsOf(1000));
        Sample only = new Sample(8, 3000, 0.2).withLabelsByChanceAbove(0.5).above(0.5);
        double realised = Entry.of(RealisedMetrics.classes(only.scores, only.labels), EstimatedMetric.ACCURACY);
        double corrected = value(taught.estimate(only.table, only.scores), EstimatedMetric.ACCURACY);
        double plain = Entry.of(
                MulticlassCbpe.fit(broken.scores, broken.labels).estimate(only.scores, only.decisions()),
                EstimatedMetric.ACCURACY);

        assertThat(realised).isLessThan(plain - 0.1);
        assertThat(Math.abs(corrected - realised)).isLessThan(0.7 * Math.abs(plain - realised));
    }

    @Test
    void isNotTrustedWhereTheReferenceHoldsNoSuchRows() {
        Sample window = new Sample(9, 1000, 0.5).movedBy(10);
        WindowEstimate estimate = estimator.estimate(window.table, window.scores);

        assertThat(estimate.overlap().outsideShare()).isGreaterThan(0.9);
        estimate.metrics()
                .values()
                .forEach(found -> assertThat(found)
                        .isInstanceOfSatisfying(
                                PerformanceEstimate.Untrusted.class,
                                untrusted -> assertThat(untrusted.reason()).contains("domain AUC")));
    }

    @Test
    void aReferenceThatTeachesNothingSaysWhy() {
        Sample small = new Sample(10, 20, 0.5);
        WindowEstimate estimate = MulticlassEstimator.fit(small.table, small.scores, small.labels, OPTIONS)
                .estimate(reference.table, reference.scores);
        assertThat(estimate.of(EstimatedMetric.ACCURACY))
                .isEqualTo(new PerformanceEstimate.NotEvaluable(
                        "the reference has 20 rows of 3 classes with usable" + " scores, at least 30 of 2 are needed"));

        WindowEstimate few = estimator.estimate(small.table, small.scores);
        assertThat(few.of(EstimatedMetric.LOG_LOSS))
                .isEqualTo(new PerformanceEstimate.NotEvaluable(
                        "the window has 20 rows with usable scores, at least 30 are needed"));
        assertThat(few.of(EstimatedMetric.MEAN_ABSOLUTE_ERROR)).isInstanceOf(PerformanceEstimate.NotEvaluable.class);
    }

    @Test
    void leavesOutAndCountsRowsWhoseScoresAreNoDistribution() {
        Sample window = new Sample(11, 1000, 0.5);
        WindowEstimate before = estimator.estimate(window.table, window.scores);
        window.scores[0][7] = Double.NaN;
        window.scores[1][8] += 0.5;
        WindowEstimate after = estimator.estimate(window.table, window.scores);

        assertThat(after.rows()).isEqualTo(998);
        assertThat(after.unusable()).isEqualTo(2);
        assertThat(value(after, EstimatedMetric.BRIER))
                .isCloseTo(value(before, EstimatedMetric.BRIER), within(0.01))
                .isNotEqualTo(value(before, EstimatedMetric.BRIER));
    }

    @Test
    void realisedMetricsAreThoseOfOutcomes() {
        double[][] byRow = new double[reference.labels.length][3];
        for (int row = 0; row < byRow.length; row++) {
            for (int label = 0; label < 3; label++) {
                byRow[row][label] = reference.scores[label][row];
            }
        }
        OutcomeReport outcomes = Outcomes.measure(
                MulticlassRows.ofProbabilities(List.of("a", "b", "c"), byRow, reference.labels),
                OutcomeOptions.defaults());
        Map.of(
                        Metric.ACCURACY,
                        EstimatedMetric.ACCURACY,
                        Metric.MACRO_PRECISION,
                        EstimatedMetric.PRECISION,
                        Metric.MACRO_RECALL,
                        EstimatedMetric.RECALL,
                        Metric.MACRO_F1,
                        EstimatedMetric.F1,
                        Metric.MACRO_AUC,
                        EstimatedMetric.AUC,
                        Metric.LOG_LOSS,
                        EstimatedMetric.LOG_LOSS,
                        Metric.BRIER,
                        EstimatedMetric.BRIER)
                .forEach((metric, estimated) -> assertThat(
                                Entry.of(RealisedMetrics.classes(reference.scores, reference.labels), estimated))
                        .as(metric.label())
                        .isCloseTo(
                                outcomes.metric(metric)
                                        .orElseThrow()
                                        .estimate()
                                        .point()
                                        .orElseThrow(),
                                within(1e-9)));
    }

    /* The change of a metric when one row's probabilities change, beside what its influences promise. */
    @Test
    void influencesAreDerivatives() {
        int n = 200;
        Sample some = new Sample(12, n, 0.5);
        double[][] probabilities = new double[3][];
        for (int label = 0; label < 3; label++) {
            probabilities[label] = some.scores[label].clone();
        }
        ExpectedClasses before = new ExpectedClasses(some.scores, some.decisions(), probabilities);
        double step = 1e-6;
        double[][] moved = {probabilities[0].clone(), probabilities[1].clone(), probabilities[2].clone()};
        moved[0][5] += step;
        moved[2][5] -= step;
        ExpectedClasses after = new ExpectedClasses(some.scores, some.decisions(), moved);
        for (EstimatedMetric metric : MulticlassEstimator.METRICS) {
            double[] influences = before.influences(metric, some.scores, 5, some.decisions()[5]);
            double change =
                    after.value(metric).orElseThrow() - before.value(metric).orElseThrow();
            assertThat(change / step).as(metric.label()).isCloseTo(influences[0] - influences[2], within(1e-6));
        }
    }

    private static double value(WindowEstimate estimate, EstimatedMetric metric) {
        return estimate.of(metric).numbers().orElseThrow().value();
    }

    /** Rows of three classes with true probabilities as scores, which are flatter the harder a row is. */
    private static final class Sample {
        private final double[] place;
        private final ColumnTable table;
        private final double[][] scores;
        private final int[] labels;

        Sample(long seed, int rows, double hardShare) {
            SplittableRandom random = new SplittableRandom(seed);
            place = new double[rows];
            String[] difficulty = new String[rows];
            scores = new double[3][rows];
            labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                place[row] = random.nextDouble();
                boolean hard = random.nextDouble() < hardShare;
                difficulty[row] = hard ? "hard" : "easy";
                double most = hard ? 0.4 + 0.2 * random.nextDouble() : 0.8 + 0.15 * random.nextDouble();
                int likely = random.nextInt(3);
                for (int label = 0; label < 3; label++) {
                    scores[label][row] = label == likely ? most : (1 - most) / 2;
                }
                double draw = random.nextDouble();
                labels[row] = draw < most ? likely : (likely + 1 + random.nextInt(2)) % 3;
            }
            table = ColumnTable.builder(rows)
                    .numbers("place", place)
                    .categories("difficulty", difficulty)
                    .build();
        }

        private Sample(double[] place, ColumnTable table, double[][] scores, int[] labels) {
            this.place = place;
            this.table = table;
            this.scores = scores;
            this.labels = labels;
        }

        Sample withLabelsByChanceAbove(double limit) {
            SplittableRandom random = new SplittableRandom(99);
            int[] dealt = labels.clone();
            for (int row = 0; row < dealt.length; row++) {
                dealt[row] = place[row] > limit ? random.nextInt(3) : dealt[row];
            }
            return new Sample(place, table, scores, dealt);
        }

        Sample above(double limit) {
            int[] rows = IntStream.range(0, place.length)
                    .filter(row -> place[row] > limit)
                    .toArray();
            return new Sample(
                    CalibrationNeed.pick(place, rows),
                    table.select(rows),
                    new double[][] {
                        CalibrationNeed.pick(scores[0], rows),
                        CalibrationNeed.pick(scores[1], rows),
                        CalibrationNeed.pick(scores[2], rows)
                    },
                    CalibrationNeed.pick(labels, rows));
        }

        Sample movedBy(double distance) {
            double[] moved = place.clone();
            for (int row = 0; row < moved.length; row++) {
                moved[row] += distance;
            }
            ColumnTable elsewhere = ColumnTable.builder(moved.length)
                    .numbers("place", moved)
                    .add("difficulty", table.column("difficulty").orElseThrow())
                    .build();
            return new Sample(moved, elsewhere, scores, labels);
        }

        int[] decisions() {
            int[] decisions = new int[labels.length];
            for (int row = 0; row < decisions.length; row++) {
                for (int label = 1; label < 3; label++) {
                    decisions[row] = scores[label][row] > scores[decisions[row]][row] ? label : decisions[row];
                }
            }
            return decisions;
        }
    }
}
