package dev.perennial.monitoring.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.distance.Distance.Symmetry;
import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.distance.DistanceOutcome.NotEvaluable;
import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.profile.CategoryProfile;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DistanceTest {

    @ParameterizedTest
    @EnumSource(Distance.class)
    void isZeroForTheSameColumnAndGrowsWithTheShift(Distance distance) {
        double[] reference = normal(new SplittableRandom(1), 4000, 0);
        NumberColumn before = new NumberColumn(reference);
        Measured same = measured(distance.between(before, before));
        assertThat(same.value()).isCloseTo(0, within(distance == Distance.CHI_SQUARE_AGAINST_REFERENCE ? 0.01 : 1e-12));
        assertThat(same.pValue()).isGreaterThan(0.99);
        double last = same.value();
        for (double shift : new double[] {0.2, 0.5, 1, 2}) {
            double[] moved = Arrays.stream(reference).map(x -> x + shift).toArray();
            Measured measured = measured(distance.between(before, new NumberColumn(moved)));
            assertThat(measured.value()).isGreaterThan(last);
            assertThat(measured.value()).isGreaterThan(measured.noiseQuantile(0.99));
            assertThat(measured.pValue()).isLessThan(1e-4);
            distance.maximum().ifPresent(most -> assertThat(measured.value()).isLessThanOrEqualTo(most));
            last = measured.value();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void isSymmetricExactlyWhereItSaysSo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CategoryBins bins =
                new CategoryBins(IntStream.range(0, 6).mapToObj(i -> "c" + i).toList());
        ColumnProfile left = CategoryProfile.of(bins, categories(random, 900, 6, 1));
        ColumnProfile right = CategoryProfile.of(bins, categories(random, 400, 6, 2));
        for (Distance distance : Distance.values()) {
            if (distance.columns() == Distance.Columns.ANY) {
                double there = measured(distance.between(left, right)).value();
                double back = measured(distance.between(right, left)).value();
                if (distance.symmetry() == Symmetry.SYMMETRIC) {
                    assertThat(there).as(distance.key()).isCloseTo(back, within(1e-9));
                } else {
                    assertThat(there).as(distance.key()).isNotCloseTo(back, within(1e-9));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void isBeyondItsNoiseQuantileAsOftenAsTheorySaysForNumbers(Distance distance) {
        SplittableRandom random = new SplittableRandom(distance.key().hashCode());
        int runs = 1000;
        int beyond = 0;
        for (int run = 0; run < runs; run++) {
            double[] reference = normal(random, 3000, 0);
            NumericBins bins = NumericBins.of(reference);
            Measured measured = measured(distance.between(
                    NumericProfile.of(bins, reference), NumericProfile.of(bins, normal(random, 1000, 0))));
            beyond += measured.value() > measured.noiseQuantile(0.95) ? 1 : 0;
        }
        // 50 expected, four standard errors of a proportion; Kolmogorov-Smirnov from bins may only be rarer
        assertThat(beyond).isLessThan(78);
        assertThat(beyond).isGreaterThan(distance == Distance.KOLMOGOROV_SMIRNOV ? 10 : 22);
    }

    @ParameterizedTest
    @EnumSource(
            value = Distance.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KOLMOGOROV_SMIRNOV", "WASSERSTEIN"})
    void isBeyondItsNoiseQuantileAsOftenAsTheorySaysForCategories(Distance distance) {
        SplittableRandom random = new SplittableRandom(100 + distance.key().hashCode());
        int runs = 1000;
        int beyond = 0;
        for (int run = 0; run < runs; run++) {
            Measured measured = measured(distance.between(
                    CategoryColumn.of(categories(random, 2000, 5, 1)),
                    CategoryColumn.of(categories(random, 500, 5, 1))));
            beyond += measured.value() > measured.noiseQuantile(0.95) ? 1 : 0;
        }
        assertThat(beyond).isBetween(22, 78);
    }

    @ParameterizedTest
    @EnumSource(
            value = Distance.class,
            names = {"KOLMOGOROV_SMIRNOV", "WASSERSTEIN"})
    void fromBinsTheValueIsWithinItsErrorBound(Distance distance) {
        SplittableRandom random = new SplittableRandom(3);
        for (double shift : new double[] {0, 0.3, 1.5}) {
            double[] reference = normal(random, 3000, 0);
            double[] current =
                    Arrays.stream(normal(random, 700, shift)).map(x -> x * 1.3).toArray();
            NumericBins bins = NumericBins.of(reference);
            Measured binned =
                    measured(distance.between(NumericProfile.of(bins, reference), NumericProfile.of(bins, current)));
            Measured exact = measured(distance.between(new NumberColumn(reference), new NumberColumn(current)));
            assertThat(exact.errorBound()).isZero();
            assertThat(binned.value()).isCloseTo(exact.value(), within(binned.errorBound()));
            assertThat(binned.value()).isCloseTo(exact.value(), within(0.05 * Math.max(1, exact.value())));
            assertThat(binned.noiseQuantile(0.95)).isCloseTo(exact.noiseQuantile(0.95), within(0.01));
        }
    }

    @Test
    void theWassersteinDistanceOfKnownSamples() {
        assertThat(Wasserstein.ofSorted(new double[] {0, 1, 3}, new double[] {5, 6, 8}))
                .isEqualTo(5);
        assertThat(Wasserstein.ofSorted(new double[] {0, 0, 2}, new double[] {0, 2}))
                .isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void categoriesNeverSeenAreFiniteAndWithinTheMaximum() {
        CategoryColumn before = CategoryColumn.of(new String[] {"a", "a", "b", null});
        CategoryColumn after = CategoryColumn.of(new String[] {"c", "d", "d"});
        for (Distance distance : Distance.values()) {
            if (distance.columns() == Distance.Columns.ANY) {
                Measured measured = measured(distance.between(before, after));
                assertThat(measured.value()).as(distance.key()).isPositive();
                distance.maximum()
                        .ifPresent(most -> assertThat(measured.value()).isLessThanOrEqualTo(most));
            }
        }
        assertThat(measured(Distance.TOTAL_VARIATION.between(before, after)).value())
                .isEqualTo(1);
        assertThat(measured(Distance.L_INFINITY.between(before, after)).value()).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(measured(Distance.CRAMERS_V.between(before, after)).value()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void saysWhyThereIsNoValue(Distance distance) {
        NumberColumn some = new NumberColumn(new double[] {1, 2, 3});
        NumberColumn missing = new NumberColumn(new double[] {Double.NaN, Double.NaN, Double.NaN});
        assertThat(distance.between(some, new NumberColumn(new double[0])))
                .isEqualTo(new NotEvaluable(distance, "the window has no rows"));
        assertThat(distance.between(missing, some)).isInstanceOf(NotEvaluable.class);
        NumericBins bins = NumericBins.of(some.values());
        NumericBins others = NumericBins.of(new double[] {7, 8});
        assertThatThrownBy(() -> distance.between(
                        NumericProfile.of(bins, some.values()), NumericProfile.of(others, some.values())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot compare profiles: their bins differ");
    }

    @Test
    void isFoundByItsKeyAndByItsUsualShortName() {
        for (Distance distance : Distance.values()) {
            assertThat(Distance.byName(distance.key())).contains(distance);
        }
        assertThat(Distance.byName("psi")).contains(Distance.POPULATION_STABILITY_INDEX);
        assertThat(Distance.byName("PSI?")).isEmpty();
    }

    private static Measured measured(DistanceOutcome outcome) {
        return outcome.measured().orElseThrow(() -> new AssertionError(outcome.toString()));
    }

    private static double[] normal(SplittableRandom random, int rows, double mean) {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            values[row] = mean + radius * Math.cos(2 * Math.PI * random.nextDouble());
        }
        return values;
    }

    private static String[] categories(SplittableRandom random, int rows, int levels, double power) {
        return random.doubles(rows)
                .mapToObj(u -> "c" + (int) (levels * Math.pow(u, power)))
                .toArray(String[]::new);
    }
}
