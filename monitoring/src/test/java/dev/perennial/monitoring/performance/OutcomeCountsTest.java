package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeCountsTest {
    private static final OutcomeOptions OPTIONS =
            OutcomeOptions.defaults().positiveFrom(.3).costing(new CostMatrix(-1, 2, 10, 0));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void countsGiveTheMetricsOfTheirRowsWithinTheStatedError(int seed) {
        double[] scores = scores(3000, seed);
        double[] labels = labels(scores, seed);
        BinaryRows rows = BinaryRows.ofArrived(scores, labels);
        BinaryOutcomes exact = Outcomes.measure(rows, OPTIONS);
        OutcomeBins bins = OutcomeBins.of(scores(500, 77), .3);
        BinaryOutcomes counted = CountedOutcomes.measure(OutcomeCounts.of(bins, rows), OPTIONS);
        assertThat(counted.confusion()).isEqualTo(exact.confusion());
        assertThat(counted.labels()).isEqualTo(exact.labels());
        assertThat(counted.unusable()).isEqualTo(exact.unusable());
        for (MetricValue value : exact.metrics()) {
            MetricValue binned = counted.metric(value.name()).orElseThrow();
            if (value.name().metric() == Metric.CALIBRATION_SLOPE
                    || value.name().metric() == Metric.CALIBRATION_INTERCEPT) {
                assertThat(binned.estimate()).isInstanceOf(Estimate.NotEvaluable.class);
                continue;
            }
            var from = (Estimate.Measured) value.estimate();
            var to = (Estimate.Measured) binned.estimate();
            double error = binned.error() + 1e-9;
            assertThat(to.value()).as(value.name().toString()).isCloseTo(from.value(), within(error));
            assertThat(to.upper() - to.lower()).isCloseTo(from.upper() - from.lower(), within(3 * error + 1e-4));
            assertThat(binned.error()).isLessThan(.015);
        }
        assertThat(counted.metric(Metric.AUC).orElseThrow().error()).isPositive();
        JsonRoundTrip.of(counted, OutcomeReport.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void mergingPartsInAnyOrderGivesTheSameBits(int seed) {
        double[] scores = scores(700, seed);
        BinaryRows rows = BinaryRows.ofArrived(scores, labels(scores, seed));
        OutcomeBins bins = OutcomeBins.of(scores, .3, 20);
        List<OutcomeCounts> parts = new ArrayList<>();
        for (int part = 0; part < 7; part++) {
            int from = part;
            parts.add(OutcomeCounts.of(
                    bins,
                    rows.select(
                            IntStream.range(0, 700).filter(i -> i % 7 == from).toArray())));
        }
        Collections.shuffle(parts, new Random(seed));
        OutcomeCounts whole = OutcomeCounts.of(bins, rows);
        assertThat(parts.stream().reduce(OutcomeCounts.empty(bins), OutcomeCounts::merge))
                .isEqualTo(whole);
        JsonRoundTrip.of(whole, OutcomeCounts.class);
    }

    @Test
    void leavingOutDaysGivesTheErrorOfDependentRows() {
        SplittableRandom random = new SplittableRandom(3);
        OutcomeBins bins = OutcomeBins.of(scores(500, 77), .3);
        List<OutcomeCounts> days = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int day = 0; day < 25; day++) {
            double shift = random.nextDouble(-1.5, 1.5);
            OutcomeCounts.Builder builder = OutcomeCounts.builder(bins);
            for (int row = 0; row < 80; row++) {
                double score = random.nextDouble();
                double odds = Math.log(score / (1 - score)) + shift;
                boolean label = random.nextDouble() < 1 / (1 + Math.exp(-odds));
                builder.add(score, label ? 1 : 0);
                scores.add(score);
                labels.add(label);
                keys.add("day " + day);
            }
            days.add(builder.build());
        }
        boolean[] positive = new boolean[labels.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = labels.get(i);
        }
        BinaryRows rows = BinaryRows.of(
                        scores.stream().mapToDouble(Double::doubleValue).toArray(), positive)
                .inBlocks(keys.toArray(String[]::new));
        BinaryOutcomes exact = Outcomes.measure(rows, OPTIONS);
        BinaryOutcomes counted = CountedOutcomes.measure(days, OPTIONS);
        assertThat(counted.blocks()).isEqualTo(25);
        for (MetricValue value : exact.metrics()) {
            if (counted.metric(value.name()).orElseThrow().estimate() instanceof Estimate.Measured to) {
                var from = (Estimate.Measured) value.estimate();
                double error = counted.metric(value.name()).orElseThrow().error();
                assertThat(to.value()).isCloseTo(from.value(), within(error + 1e-9));
                assertThat((to.upper() - to.lower() - 2 * error) / (from.upper() - from.lower()))
                        .as(value.name().toString())
                        .isBetween(.85, 1.15);
            }
        }
        assertThat(CountedOutcomes.evaluate(days.subList(0, 1), MetricName.of(Metric.BRIER), OPTIONS)
                        .estimate(.95))
                .isEqualTo(new Estimate.NotEvaluable("1 blocks, at least 2 are needed"));
    }

    @Test
    void noRowsAreCountedToo() {
        OutcomeBins bins = OutcomeBins.of(new double[0], .5);
        BinaryOutcomes outcomes = CountedOutcomes.measure(OutcomeCounts.empty(bins), OutcomeOptions.defaults());
        assertThat(outcomes.metrics())
                .allSatisfy(value -> assertThat(value.estimate()).isInstanceOf(Estimate.NotEvaluable.class));
        OutcomeCounts odd = OutcomeCounts.builder(bins)
                .add(Double.NaN, 1)
                .add(7, Double.NaN)
                .add(-0.0, 0)
                .add(1, 1)
                .build();
        assertThat(odd.maturity()).isEqualTo(new LabelMaturity(3, 4));
        assertThat(odd.unusable()).isEqualTo(1);
        assertThat(odd.positives()).containsExactly(0L, 1L);
        assertThat(odd.negatives()).containsExactly(1L, 0L);
    }

    @Test
    void refusesAThresholdThatIsNotACut() {
        OutcomeBins bins = OutcomeBins.of(scores(50, 1), .5);
        assertThatThrownBy(() -> CountedOutcomes.measure(OutcomeCounts.empty(bins), OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid decision threshold: 0.3, the outcomes are counted at 0.5");
        assertThatThrownBy(() -> new OutcomeBins(.5, List.of(.4)))
                .hasMessage("Invalid score cuts: the threshold 0.5 is not among them");
    }

    /* A tenth of the scores are one value, some are unusable. */
    private static double[] scores(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, rows)
                .mapToDouble(i -> i % 10 == 3 ? .25 : i % 97 == 0 ? Double.NaN : Math.pow(random.nextDouble(), 2))
                .toArray();
    }

    private static double[] labels(double[] scores, int seed) {
        SplittableRandom random = new SplittableRandom(seed + 1000);
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> i % 11 == 5 ? Double.NaN : random.nextDouble() < scores[i] ? 1 : 0)
                .toArray();
    }
}
