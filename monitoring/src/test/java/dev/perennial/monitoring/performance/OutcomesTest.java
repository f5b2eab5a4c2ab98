package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.paired.DeLong;
import dev.perennial.monitoring.paired.Spiegelhalter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final OutcomeOptions OPTIONS = OutcomeOptions.defaults();

    @Test
    void saysWhyThereIsNoValueAndNeverZeroOrOneInstead() {
        BinaryOutcomes none = Outcomes.measure(BinaryRows.of(new double[0], new boolean[0]), OPTIONS);
        assertThat(none.metrics()).allSatisfy(value -> assertThat(reason(value)).isNotBlank());
        assertThat(none.calibrationTest()).isInstanceOf(Spiegelhalter.NotEvaluable.class);
        BinaryOutcomes negatives = Outcomes.measure(BinaryRows.of(new double[] {.1, .2, .3}, new boolean[3]), OPTIONS);
        assertThat(reason(negatives, "auc")).isEqualTo("0 positive and 3 negative rows, at least 2 of each are needed");
        assertThat(reason(negatives, "f1")).isEqualTo("no row is positive and none is called positive");
        assertThat(reason(negatives, "precision")).isEqualTo("no row is called positive");
        assertThat(reason(negatives, "recall")).isEqualTo("no row is positive");
        assertThat(reason(negatives, "calibration-slope")).contains("0 positive");
        assertThat(value(negatives, "specificity")).isEqualTo(1);
        BinaryOutcomes separated = Outcomes.measure(
                BinaryRows.of(new double[] {.1, .2, .8, .9}, new boolean[] {false, false, true, true}), OPTIONS);
        assertThat(reason(separated, "calibration-slope"))
                .isEqualTo("a threshold separates the classes, so no slope is steepest");
        var auc = (Estimate.Measured) separated.metric(Metric.AUC).orElseThrow().estimate();
        assertThat(auc.value()).isEqualTo(1);
        assertThat(auc.lower()).as("four rows prove little").isLessThan(.4);
        BinaryOutcomes constant = Outcomes.measure(
                BinaryRows.of(new double[] {.5, .5, .5, .5}, new boolean[] {false, false, true, true}), OPTIONS);
        assertThat(reason(constant, "calibration-slope")).isEqualTo("every score is 0.5");
        assertThat(value(constant, "auc")).isEqualTo(.5);
        for (BinaryOutcomes outcomes : List.of(none, negatives, separated, constant)) {
            JsonRoundTrip.of(outcomes, OutcomeReport.class);
        }
    }

    @Test
    void certainAndWrongScoresCostMuchAndNotInfinity() {
        BinaryOutcomes outcomes = Outcomes.measure(
                BinaryRows.of(new double[] {0, 1, 0, 1}, new boolean[] {true, false, false, true}), OPTIONS);
        assertThat(value(outcomes, "log-loss")).isBetween(17.2, 17.3);
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    @Test
    void aConstantLabelHasNoVarianceToExplain() {
        RegressionOutcomes outcomes =
                Outcomes.measure(RegressionRows.of(new double[] {1, 2, 3}, new double[] {3, 3, 3}), OPTIONS);
        assertThat(reason(outcomes, "r2")).isEqualTo("every label is 3.0: there is no variance to explain");
        assertThat(value(outcomes, "mae")).isEqualTo(1);
        assertThat(reason(Outcomes.measure(RegressionRows.of(new double[] {1, 2}, new double[2]), OPTIONS), "mape"))
                .isEqualTo("every label is zero");
    }

    @Test
    void hugeNumbersAreCountedAsUnusableAndMoveNothing() {
        double[] predictions = {1, 2, 3, 1e308, Double.POSITIVE_INFINITY, Double.NaN, 4, 5, 0};
        double[] labels = {1, 3, 2, 1, 1, 1, Double.NEGATIVE_INFINITY, Double.NaN, 0};
        RegressionOutcomes outcomes = Outcomes.measure(RegressionRows.of(predictions, labels), OPTIONS);
        assertThat(outcomes.rows()).isEqualTo(4);
        assertThat(outcomes.unusable()).isEqualTo(4);
        assertThat(outcomes.labels()).isEqualTo(new LabelMaturity(8, 9));
        assertThat(value(outcomes, "mae")).isEqualTo(.5);
        MetricValue mape = outcomes.metric(Metric.MAPE).orElseThrow();
        assertThat(mape.rows()).isEqualTo(3);
        assertThat(mape.notes()).containsExactly("1 rows are left out: their label is zero");
        double[] large = {1e100, -1e100, 1e100, 0};
        double[] far = {-1e100, 1e100, 0, 1e-300};
        JsonRoundTrip.of(Outcomes.measure(RegressionRows.of(large, far), OPTIONS), OutcomeReport.class);
    }

    @Test
    void aClassThatVanishesIsNamedAndLeftOutOfTheMean() {
        int[] predicted = {0, 1, 0, 1, 2, 0};
        int[] labels = {0, 1, 1, 1, 0, 0};
        MulticlassOutcomes outcomes =
                Outcomes.measure(MulticlassRows.ofClasses(List.of("a", "b", "c", "d"), predicted, labels), OPTIONS);
        MetricValue recall = outcomes.metric(Metric.MACRO_RECALL).orElseThrow();
        assertThat(recall.estimate().point().orElseThrow()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(recall.notes())
                .containsExactly("class c is left out: it never happened", "class d is left out: it never happened");
        ClassOutcome vanished = outcomes.classes().get(3);
        assertThat(vanished.metrics().stream()
                        .filter(value -> value.name().metric() != Metric.SPECIFICITY)
                        .map(OutcomesTest::reason))
                .containsExactly(
                        "the class is never predicted",
                        "the class never happened",
                        "the class never happened and is never predicted");
        assertThat(outcomes.metric(Metric.LOG_LOSS)).isEmpty();
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    @Test
    void labelsThatHaveNotArrivedCountTowardsMaturityAlone() {
        double[] scores = {.9, .2, .7, .4, 2};
        BinaryOutcomes outcomes =
                Outcomes.measure(BinaryRows.ofArrived(scores, new double[] {1, 0, Double.NaN, 1, 1}), OPTIONS);
        assertThat(outcomes.labels()).isEqualTo(new LabelMaturity(4, 5));
        assertThat(outcomes.rows()).isEqualTo(3);
        assertThat(outcomes.unusable()).isEqualTo(1);
        assertThat(value(outcomes, "selection-rate")).isEqualTo(.5);
        assertThat(outcomes.metric(Metric.SELECTION_RATE).orElseThrow().rows()).isEqualTo(4);
        RankingOutcomes ranking = Outcomes.measure(
                RankingRows.of(
                        new String[] {"a", "a", "b", "b", "c", "d"},
                        new double[] {1, 2, 1, 2, Double.NaN, 1},
                        new double[] {0, 1, 1, 0, 1, Double.NaN}),
                OPTIONS);
        assertThat(ranking.queries()).isEqualTo(2);
        assertThat(ranking.unusable()).isEqualTo(1);
        assertThat(value(ranking, "mrr")).isEqualTo(.75);
        assertThat(ranking.metric(Metric.MRR).orElseThrow().notes()).containsExactly("1 queries wait for labels");
    }

    @Test
    void independentAreasHaveDeLongsInterval() {
        Sample sample = new Sample(300, 5);
        var area = (Estimate.Measured) Outcomes.evaluate(sample.rows(), MetricName.of(Metric.AUC), OPTIONS)
                .estimate(.95);
        var expected = (Estimate.Measured)
                BinaryPerformance.measure(sample.scores, sample.labels).auc();
        assertThat(DeLong.single(sample.scores, sample.labels)).isInstanceOf(DeLong.Compared.class);
        assertThat(area.value()).isCloseTo(expected.value(), within(1e-13));
        assertThat(area.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(area.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    @Test
    void intervalsCoverTheTruth() {
        assertCovers(n -> seed -> Outcomes.measure(new Sample(n, seed).rows(), OPTIONS), 250, 300_000);
    }

    @Test
    void intervalsCoverTheTruthWhereRowsOfADayGoTogether() {
        assertCovers(n -> seed -> Outcomes.measure(new Days(n, 15, seed).rows(), OPTIONS), 30, 15_000);
    }

    @Test
    void intervalsOfARegressionCoverTheTruth() {
        assertCovers(
                n -> seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] labels = random.doubles(n, 5, 10).toArray();
                    double[] predictions = Arrays.stream(labels)
                            .map(label -> label + random.nextDouble(-2, 3))
                            .toArray();
                    return Outcomes.measure(RegressionRows.of(predictions, labels), OPTIONS);
                },
                120,
                300_000);
    }

    @Test
    void intervalsOfSeveralClassesCoverTheTruth() {
        assertCovers(
                n -> seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[][] probabilities = new double[n][];
                    int[] labels = new int[n];
                    for (int row = 0; row < n; row++) {
                        double first = random.nextDouble();
                        double second = random.nextDouble() * (1 - first);
                        probabilities[row] = new double[] {first, second, 1 - first - second};
                        double drawn = random.nextDouble();
                        labels[row] = drawn < first ? 0 : drawn < first + second ? 1 : 2;
                    }
                    return Outcomes.measure(
                            MulticlassRows.ofProbabilities(List.of("a", "b", "c"), probabilities, labels), OPTIONS);
                },
                200,
                100_000);
    }

    /* 500 runs at 95 % have a standard error of 1 %; intervals that rest on asymptotics miss a little more often,
     * those whose design effect is held at one or above a little less. */
    private static void assertCovers(IntFunction<IntFunction<OutcomeReport>> sample, int rows, int rowsOfTruth) {
        int runs = 500;
        OutcomeReport truth = sample.apply(rowsOfTruth).apply(1);
        Map<MetricName, Integer> covered = new HashMap<>();
        for (int run = 0; run < runs; run++) {
            for (MetricValue value : sample.apply(rows).apply(1000 + 31 * run).metrics()) {
                var interval = (Estimate.Measured) value.estimate();
                double right =
                        OutcomesOracleTest.point(truth.metric(value.name()).orElseThrow());
                covered.merge(
                        value.name(), interval.lower() <= right && right <= interval.upper() ? 1 : 0, Integer::sum);
            }
        }
        assertThat(covered).isNotEmpty();
        covered.forEach((name, count) ->
                assertThat(count / (double) runs).as(name.toString()).isBetween(.92, .99));
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        Days days = new Days(20, 15, 4);
        int[] order = IntStream.range(0, 300).map(i -> (i * 119 + 7) % 300).toArray();
        assertThat(Outcomes.measure(days.rows().select(order), OPTIONS))
                .isEqualTo(Outcomes.measure(days.rows(), OPTIONS));
        double[] predictions = days.scores;
        double[] labels =
                Arrays.stream(predictions).map(p -> Math.sin(1e6 * p) * 1e5).toArray();
        RegressionRows regression = RegressionRows.of(predictions, labels);
        assertThat(Outcomes.measure(regression.select(order), OPTIONS))
                .isEqualTo(Outcomes.measure(regression, OPTIONS));
        String[] queries = IntStream.range(0, 300).mapToObj(i -> "q" + i % 30).toArray(String[]::new);
        double[] rounded = Arrays.stream(predictions).map(p -> Math.rint(5 * p)).toArray();
        double[] relevance = Arrays.stream(labels)
                .map(label -> Math.max(0, Math.rint(label / 5e4)))
                .toArray();
        RankingRows ranking = RankingRows.of(queries, rounded, relevance);
        assertThat(Outcomes.measure(ranking.select(order), OPTIONS)).isEqualTo(Outcomes.measure(ranking, OPTIONS));
    }

    /** Calibrated scores of independent rows. */
    private static final class Sample {
        private final double[] scores;
        private final boolean[] labels;

        Sample(int rows, int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            scores = new double[rows];
            labels = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                scores[row] = random.nextDouble();
                labels[row] = random.nextDouble() < scores[row];
            }
        }

        BinaryRows rows() {
            return BinaryRows.of(scores, labels);
        }
    }

    /** Days of rows whose odds are shifted alike. */
    private static final class Days {
        private final double[] scores;
        private final boolean[] labels;
        private final String[] keys;

        Days(int days, int rowsPerDay, int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            scores = new double[days * rowsPerDay];
            labels = new boolean[scores.length];
            keys = new String[scores.length];
            double shift = 0;
            for (int row = 0; row < scores.length; row++) {
                shift = row % rowsPerDay == 0 ? random.nextDouble(-1.5, 1.5) : shift;
                scores[row] = random.nextDouble();
                double odds = Math.log(scores[row] / (1 - scores[row])) + shift;
                labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-odds));
                keys[row] = "day " + row / rowsPerDay;
            }
        }

        BinaryRows rows() {
            return BinaryRows.of(scores, labels).inBlocks(keys);
        }
    }

    private static String reason(OutcomeReport report, String metric) {
        return reason(report.metric(MetricName.parse(metric)).orElseThrow());
    }

    private static String reason(MetricValue value) {
        assertThat(value.estimate()).as(value.name().toString()).isInstanceOf(Estimate.NotEvaluable.class);
        return ((Estimate.NotEvaluable) value.estimate()).reason();
    }

    private static double value(OutcomeReport report, String metric) {
        return OutcomesOracleTest.point(report.metric(MetricName.parse(metric)).orElseThrow());
    }
}
