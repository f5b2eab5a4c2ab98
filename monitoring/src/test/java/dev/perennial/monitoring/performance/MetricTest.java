package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.paired.Intervals;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

    /** A published check compared every metric with {@code <}: latency and drift breaches passed, healthy values paged. */
    @ParameterizedTest
    @CsvSource({
        "accuracy, .93, .95",
        "availability, .998, .999",
        "recall, .90, .95",
        "r2, .2, .5",
        "latency-p99, 120, 100",
        "drift, .3, .1",
        "false-positive-rate, .004, .001",
        "log-loss, .7, .5",
        "rmse, 130, 120",
        "cost, 3, -2",
        "calibration-slope, .6, .9",
        "calibration-slope, 1.7, 1.1",
        "calibration-intercept, -.4, .1",
        "bias, -5, 4",
        "missing-rate, .02, .01"
    })
    void theWorseValueIsWorseWhateverTheDirection(String name, double worse, double better) {
        Metric metric = Metric.named(name);
        assertThat(metric.worse(worse, better)).isTrue();
        assertThat(metric.worse(better, worse)).isFalse();
        assertThat(metric.worse(better, better)).isFalse();
    }

    @Test
    void everyMetricHasADirectionAndANameThatReadsBack() {
        for (Metric metric : Metric.values()) {
            assertThat(Metric.named(metric.label())).isEqualTo(metric);
            MetricName name = metric.takesDepth() ? MetricName.at(metric, 10) : MetricName.of(metric);
            assertThat(MetricName.parse(name.toString())).isEqualTo(name);
            assertThat(metric.least()).isLessThan(metric.most());
        }
        assertThat(Arrays.stream(Metric.values()).filter(metric -> !metric.judges()))
                .containsExactly(Metric.BASE_RATE, Metric.MEAN_SCORE, Metric.SELECTION_RATE);
        assertThat(MetricName.parse("ndcg@10")).isEqualTo(new MetricName(Metric.NDCG, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndcg", "auc@3", "ndcg@0", "ndcg@-1", "ndcg@x", "logloss", ""})
    void refusesWhatNamesNoMetric(String text) {
        assertThatThrownBy(() -> MetricName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid");
    }

    @Test
    void aDescriptionIsNeverWorse() {
        assertThatThrownBy(() -> Metric.BASE_RATE.worse(.1, .2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid comparison: base-rate only describes");
    }

    @Test
    void aComparisonOfSharesIsNewcombes() {
        var first = known(56, 70);
        var second = known(48, 80);
        var interval = Intervals.newcombe(56, 70, 48, 80, .95);
        Comparison worse = Comparison.of(Metric.ERROR_RATE, first, second, 0, .95);
        assertThat(worse.excess()).isCloseTo(.2, within(1e-12));
        assertThat(worse.lower()).isCloseTo(interval.lower(), within(1e-12));
        assertThat(worse.upper()).isCloseTo(interval.upper(), within(1e-12));
        Comparison better = Comparison.of(Metric.ACCURACY, first, second, 0, .95);
        assertThat(better.excess()).isCloseTo(-.2, within(1e-12));
        assertThat(better.lower()).isCloseTo(-interval.upper(), within(1e-12));
        assertThat(worse.pValue() + better.pValue()).isCloseTo(1, within(1e-9));
    }

    @Test
    void thePValueAgreesWithTheInterval() {
        for (double level : List.of(.8, .9, .95, .99, .999)) {
            Comparison comparison = Comparison.of(Metric.ERROR_RATE, known(56, 70), known(48, 80), 0, level);
            assertThat(comparison.lower() > 0).isEqualTo(comparison.pValue() < (1 - level) / 2);
        }
        Comparison tolerated = Comparison.of(Metric.ERROR_RATE, known(56, 70), known(48, 80), .2, .95);
        assertThat(tolerated.excess()).isCloseTo(0, within(1e-12));
        assertThat(tolerated.pValue()).isCloseTo(.5, within(1e-6));
    }

    @Test
    void aCalibrationSlopeIsWorseOnEitherSideOfOne() {
        var high = new Evaluation.Known(1.5, Spreads.normal(1.5, .1, -9, 9), 100, 0, List.of());
        var good = new Evaluation.Known(.95, Spreads.normal(.95, .1, -9, 9), 100, 0, List.of());
        Comparison comparison = Comparison.of(Metric.CALIBRATION_SLOPE, high, good, 0, .95);
        assertThat(comparison.excess()).isCloseTo(.45, within(1e-12));
        assertThat(comparison.lower()).isPositive();
        assertThat(comparison.pValue()).isLessThan(.01);
    }

    private static Evaluation.Known known(long successes, long trials) {
        return new Evaluation.Known(
                (double) successes / trials, Spreads.proportion(successes, trials), trials, 0, List.of());
    }
}
