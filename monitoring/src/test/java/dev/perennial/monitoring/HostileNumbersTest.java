package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.detector.Detector;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.distance.Distance;
import dev.perennial.monitoring.distance.DistanceOutcome;
import dev.perennial.monitoring.distance.ShareTest;
import dev.perennial.monitoring.distance.TwoSampleChiSquare;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.EstimationOptions;
import dev.perennial.monitoring.estimation.EstimatorReference;
import dev.perennial.monitoring.estimation.MulticlassEstimator;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every public statistic answers, or says why it does not, whatever the numbers: none breaks off, none says NaN. */
class HostileNumbersTest {

    /** Columns of one kind each. */
    private enum Column {
        USUAL(random -> random.nextDouble()),
        MISSING(random -> Double.NaN),
        HALF_MISSING(random -> random.nextDouble() < 0.5 ? Double.NaN : 1),
        INFINITE(random -> random.nextDouble() < 0.5 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY),
        SOME_INFINITE(random -> random.nextDouble() < 0.1 ? Double.NEGATIVE_INFINITY : random.nextDouble()),
        HUGE(random -> 1e308 * (3.5 * random.nextDouble() - 1.75)),
        LARGEST(random -> random.nextDouble() < 0.5 ? Double.MAX_VALUE : -Double.MAX_VALUE),
        ONE_HUGE(random -> random.nextDouble() < 0.05 ? 1e308 : random.nextDouble()),
        LARGE_SQUARES(random -> 1e160 * (random.nextDouble() - 0.5)),
        SUBNORMAL(random -> random.nextInt(10) * Double.MIN_VALUE),
        TINY(random -> 1e-200 * random.nextDouble()),
        ZEROS(random -> random.nextDouble() < 0.5 ? -0.0 : 0.0),
        CONSTANT(random -> 4),
        MOSTLY_ZERO(random -> random.nextDouble() < 0.99 ? 0 : random.nextDouble()),
        BINARY(random -> random.nextInt(2)),
        LARGE_INTEGERS(random -> 1e15 + random.nextInt(3));

        @SuppressWarnings("ImmutableEnumChecker") // none of them has state
        private final ToDoubleFunction<SplittableRandom> value;

        Column(ToDoubleFunction<SplittableRandom> value) {
            this.value = value;
        }

        double[] values(int rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = new double[rows];
            Arrays.setAll(values, row -> value.applyAsDouble(random));
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource(Column.class)
    void distancesOfAnyTwoColumnsAreNumbersWithinTheirRange(Column reference) {
        for (Column current : Column.values()) {
            for (int rows : new int[] {1, 2, 3, 60}) {
                double[] before = reference.values(rows, 1);
                double[] after = current.values(50, 2);
                NumericBins bins = NumericBins.of(before);
                for (Distance distance : Distance.values()) {
                    requireRange(distance.between(new NumberColumn(before), new NumberColumn(after)));
                    requireRange(distance.between(NumericProfile.of(bins, before), NumericProfile.of(bins, after)));
                }
            }
        }
    }

    private static void requireRange(DistanceOutcome outcome) {
        outcome.measured().ifPresent(measured -> {
            String name = measured.distance().key();
            assertThat(measured.value())
                    .as(name)
                    .isLessThanOrEqualTo(measured.distance().maximum().orElse(Double.MAX_VALUE));
            assertThat(measured.noiseQuantile(0.95)).as(name).isBetween(0.0, Double.MAX_VALUE);
            assertThat(measured.noise().tail(measured.value())).as(name).isBetween(0.0, 1.0);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e308, 0x1p900, 0x1p-900})
    void distancesWithoutAUnitDoNotDependOnTheUnit(double unit) {
        double[] before = new SplittableRandom(3).doubles(2000, -0.5, 0.5).toArray();
        double[] after = new SplittableRandom(4).doubles(500, -0.45, 0.6).toArray();
        double[] scaledBefore = Arrays.stream(before).map(x -> x * unit).toArray();
        double[] scaledAfter = Arrays.stream(after).map(x -> x * unit).toArray();
        NumericBins bins = NumericBins.of(before);
        NumericBins scaledBins = NumericBins.of(scaledBefore);
        for (Distance distance : List.of(Distance.WASSERSTEIN, Distance.Z_SCORE, Distance.KOLMOGOROV_SMIRNOV)) {
            DistanceOutcome.Measured usual = distance.between(new NumberColumn(before), new NumberColumn(after))
                    .measured()
                    .orElseThrow();
            DistanceOutcome.Measured scaled = distance.between(
                            new NumberColumn(scaledBefore), new NumberColumn(scaledAfter))
                    .measured()
                    .orElseThrow();
            assertThat(scaled.value()).isCloseTo(usual.value(), within(usual.value()));
            assertThat(scaled.pValue()).isCloseTo(usual.pValue(), within(1));
            DistanceOutcome.Measured profiled = distance.between(
                            NumericProfile.of(bins, before), NumericProfile.of(bins, after))
                    .measured()
                    .orElseThrow();
            assertThat(distance.between(
                                    NumericProfile.of(scaledBins, scaledBefore),
                                    NumericProfile.of(scaledBins, scaledAfter))
                            .measured()
                            .orElseThrow()
                            .value())
                    .isCloseTo(profiled.value(), within(profiled.value()));
        }
    }

    private static Offset<Double> within(double size) {
        return Offset.offset(1e-6 * Math.max(size, 1e-3));
    }

    @Test
    void aSampleThatLiesInThinBinsAltogetherIsComparedExactly() {
        Long[] ids = new Long[20];
        Long[] none = new Long[20];
        Arrays.fill(ids, 1L);
        Arrays.fill(none, 0L);
        List<Long> reference = Stream.concat(Stream.of(0L), Arrays.stream(ids)).toList();
        List<Long> current =
                Stream.concat(Stream.of(5000L), Arrays.stream(none)).toList();
        TwoSampleChiSquare test = TwoSampleChiSquare.of(reference, current);
        assertThat(test.statistic()).isZero();
        assertThat(test.pValue()).isLessThan(1e-9);
        assertThat(TwoSampleChiSquare.of(current, reference).pValue()).isLessThan(1e-9);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 7, 9, 49, 99})
    void oneRowBesideEqualBinsIsNoEvidence(long ofEach) {
        for (int bins = 2; bins < 12; bins++) {
            Long[] first = new Long[bins];
            Long[] second = new Long[bins];
            Arrays.fill(first, 0L);
            Arrays.fill(second, ofEach);
            first[0] = 1L;
            second[0] = ofEach - 1;
            assertThat(TwoSampleChiSquare.of(List.of(first), List.of(second)).pValue())
                    .isGreaterThan(0.05);
        }
    }

    @ParameterizedTest
    @EnumSource(Column.class)
    void outcomesAndPairedTestsOfAnyTwoColumns(Column first) {
        for (Column second : Column.values()) {
            for (int rows : new int[] {0, 1, 2, 5, 60}) {
                double[] predictions = first.values(rows, 5);
                double[] labels = second.values(rows, 6);
                String[] blocks = new String[rows];
                Arrays.setAll(blocks, row -> "block " + row % 3);
                double[] arrived = Arrays.stream(labels)
                        .map(label -> label > 0.6 ? 1 : label > 0.5 ? Double.NaN : 0)
                        .toArray();
                for (LabelledRows given : List.<LabelledRows>of(
                        RegressionRows.of(predictions, labels),
                        RegressionRows.of(predictions, labels).inBlocks(blocks),
                        BinaryRows.ofArrived(predictions, arrived),
                        BinaryRows.ofArrived(predictions, arrived).inBlocks(blocks))) {
                    Reports.requireFinite(Outcomes.measure(given, OutcomeOptions.defaults()));
                }
            }
        }
        Reports.requireFinite(PairedTest.ofRows(
                Arrays.stream(first.values(60, 7)).filter(Double::isFinite).toArray()));
    }

    @ParameterizedTest
    @EnumSource(Column.class)
    void estimatesFromAnyReferenceAndJointDriftFromAnyColumn(Column column) {
        int rows = 200;
        ColumnTable features =
                ColumnTable.builder(rows).numbers("a", column.values(rows, 8)).build();
        for (Column other : Column.values()) {
            ColumnTable window =
                    ColumnTable.builder(60).numbers("a", other.values(60, 9)).build();
            Reports.requireFinite(JointDrift.between(features, window, 1));
            ScoredRows reference = ScoredRows.predicted(features, other.values(rows, 10));
            EstimatorReference estimator = EstimatorReference.regression(
                    reference, column.values(rows, 11), EstimationOptions.forWindowsOf(50));
            for (EstimatedMetric metric : EstimatedMetric.values()) {
                estimator.limit(metric).ifPresent(Reports::requireFinite);
            }
            Reports.requireFinite(estimator.estimate(ScoredRows.predicted(window, column.values(60, 12))));
            MulticlassEstimator classes =
                    MulticlassEstimator.fit(features, dealt(rows), turns(rows), EstimationOptions.forWindowsOf(50));
            for (EstimatedMetric metric : EstimatedMetric.values()) {
                classes.limit(metric).ifPresent(Reports::requireFinite);
            }
            Reports.requireFinite(classes.estimate(window, dealt(60)));
            Reports.requireFinite(
                    classes.estimate(window, new double[][] {other.values(60, 13), column.values(60, 14)}));
        }
    }

    /* Two classes, of which the first is sure, impossible or even odds by turns. */
    private static double[][] dealt(int rows) {
        double[][] scores = new double[2][rows];
        for (int row = 0; row < rows; row++) {
            scores[0][row] = row % 3 / 2.0;
            scores[1][row] = 1 - scores[0][row];
        }
        return scores;
    }

    private static int[] turns(int rows) {
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % 2;
        }
        return labels;
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void detectorsOfNumbersNameWhatTheyCannotTake(DetectorSettings settings) {
        Detector detector = settings.start();
        assertThatThrownBy(() -> detector.add(1e308))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid value: 1.0E308 is not within ±1.0E100");
        assertThatThrownBy(() -> detector.add(Double.NaN)).hasMessage("Invalid value: NaN is not a finite number");
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 500; i++) {
            detector.add(1e100 * (2 * random.nextInt(2) - 1));
        }
        Reports.requireFinite(detector.snapshot());
    }

    static Stream<DetectorSettings> detectors() {
        return Stream.of(DetectorSettings.Adwin.standard(), DetectorSettings.PageHinkley.standard());
    }

    @Test
    void aThinBinsExactTestIsPaidForByDoublingThePValue() {
        TwoSampleChiSquare test = TwoSampleChiSquare.of(List.of(500_000L, 500_000L, 0L), List.of(50L, 50L, 1L));
        double exact = ShareTest.of(0, 1_000_000, 1, 101).pValue();
        assertThat(test.pValue()).isCloseTo(2 * exact, Offset.offset(1e-9));
    }

    @Test
    void kullbackLeiblerIsThatOfTheCurrentSharesFromTheReferences() {
        String[] reference = new String[100];
        String[] current = new String[100];
        Arrays.setAll(reference, row -> row < 90 ? "a" : "b");
        Arrays.setAll(current, row -> row < 50 ? "a" : "b");
        double expected = 0.5 * Math.log(0.5 / (90.5 / 101)) + 0.5 * Math.log(0.5 / (10.5 / 101));
        assertThat(Distance.KULLBACK_LEIBLER
                        .between(CategoryColumn.of(reference), CategoryColumn.of(current))
                        .measured()
                        .orElseThrow()
                        .value())
                .isCloseTo(expected, Offset.offset(1e-12));
    }
}
