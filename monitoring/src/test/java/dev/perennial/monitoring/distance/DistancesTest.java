package dev.perennial.monitoring.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.NumericProfile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistancesTest {

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#many")
    void theIndexIsSymmetricNotNegativeAndBlindToTheOrderOfBins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> left = random.longs(12, 0, 200).boxed().toList();
        List<Long> right = random.longs(12, 0, 50).boxed().toList();
        double value = PopulationStabilityIndex.of(left, right).value();
        assertThat(value).isNotNegative();
        assertThat(PopulationStabilityIndex.of(right, left).value()).isCloseTo(value, within(1e-12));
        List<Long> leftReversed = new java.util.ArrayList<>(left);
        List<Long> rightReversed = new java.util.ArrayList<>(right);
        Collections.reverse(leftReversed);
        Collections.reverse(rightReversed);
        assertThat(PopulationStabilityIndex.of(leftReversed, rightReversed).value())
                .isCloseTo(value, within(1e-12));
        assertThat(PopulationStabilityIndex.of(left, left).value()).isZero();
    }

    @Test
    void theIndexIsSmoothedByHand() {
        // p = (10.5, 0.5) / 11, q = (5.5, 5.5) / 11
        double expected = (5.5 - 10.5) / 11 * Math.log(5.5 / 10.5) + 5 / 11.0 * Math.log(5.5 / 0.5);
        assertThat(PopulationStabilityIndex.of(List.of(10L, 0L), List.of(5L, 5L))
                        .value())
                .isCloseTo(expected, within(1e-12));
        assertThat(PopulationStabilityIndex.of(List.of(10L, 0L, 0L), List.of(5L, 5L, 0L))
                        .value())
                .as("a bin that is empty on both sides carries nothing")
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void theIndexsNoiseIsThatOfTheory() {
        List<Long> reference = Collections.nCopies(10, 500L);
        List<Long> current = Collections.nCopies(10, 50L);
        assertThat(PopulationStabilityIndex.of(reference, current).noiseQuantile(0.95))
                .isCloseTo(.03722, within(1e-4));
    }

    @Test
    void theIndexsNoiseIsThatOfSimulation() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[2000];
        for (int run = 0; run < values.length; run++) {
            values[run] = PopulationStabilityIndex.of(draw(random, 5000, 10), draw(random, 500, 10))
                    .value();
        }
        Arrays.sort(values);
        assertThat(values[1900]).isCloseTo(.0372, within(.002));
    }

    @Test
    void theChiSquareTestHoldsItsLevelWithThinBins() {
        SplittableRandom random = new SplittableRandom(9);
        for (int rows : new int[] {50, 200, 2000}) {
            int rejected = 0;
            int runs = 1500;
            for (int run = 0; run < runs; run++) {
                rejected += TwoSampleChiSquare.of(draw(random, 5000, 100), draw(random, rows, 100))
                                        .pValue()
                                <= 0.05
                        ? 1
                        : 0;
            }
            assertThat(rejected / (double) runs).as("100 bins, %s rows", rows).isBetween(0.03, 0.07);
        }
    }

    @Test
    void theChiSquareTestAgreesWithItsOwnPermutations() {
        List<Long> left = List.of(3L, 6L, 2L, 9L, 1L);
        List<Long> right = List.of(5L, 1L, 4L, 2L, 2L);
        double observed = TwoSampleChiSquare.of(left, right).statistic();
        int[] rows = IntStream.range(0, 5)
                .flatMap(bin -> IntStream.generate(() -> bin).limit(left.get(bin) + right.get(bin)))
                .toArray();
        SplittableRandom random = new SplittableRandom(2);
        int reached = 0;
        int runs = 20_000;
        for (int run = 0; run < runs; run++) {
            for (int i = rows.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = rows[i];
                rows[i] = rows[j];
                rows[j] = swap;
            }
            Long[] a = new Long[5];
            Long[] b = new Long[5];
            Arrays.fill(a, 0L);
            Arrays.fill(b, 0L);
            for (int i = 0; i < rows.length; i++) {
                Long[] side = i < 21 ? a : b;
                side[rows[i]]++;
            }
            reached += TwoSampleChiSquare.of(List.of(a), List.of(b)).statistic() >= observed - 1e-9 ? 1 : 0;
        }
        assertThat(TwoSampleChiSquare.of(left, right).pValue()).isCloseTo(reached / (double) runs, within(0.012));
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void theDistanceFromBinsIsWithinItsErrorBound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] reference = random.doubles(1500).map(u -> u * u).toArray();
        double[] current = random.doubles(400).map(u -> u * u * u).toArray();
        NumericBins bins = NumericBins.of(reference);
        KolmogorovSmirnov binned =
                KolmogorovSmirnov.of(NumericProfile.of(bins, reference), NumericProfile.of(bins, current));
        KolmogorovSmirnov exact = KolmogorovSmirnov.exact(reference, current);
        assertThat(exact.distance()).isBetween(binned.distance(), binned.distance() + binned.errorBound());
        assertThat(exact.errorBound()).isZero();
        assertThat(KolmogorovSmirnov.exact(current, reference).distance()).isEqualTo(exact.distance());
    }

    @Test
    void theDistanceOfTwoKnownSamples() {
        KolmogorovSmirnov known = KolmogorovSmirnov.exact(new double[] {1, 2, 3, 4}, new double[] {3.5, 4.5, 5.5, 6.5});
        assertThat(known.distance()).isCloseTo(0.75, within(1e-12));
        // 16 of the 70 ways to interleave four and four reach a distance of 3/4
        assertThat(known.pValue()).isCloseTo(16 / 70.0, within(1e-9));
    }

    @Test
    void oneMissingValueInFiftyIsNoDrift() {
        assertThat(ShareTest.of(0, 5000, 1, 50).pValue()).isCloseTo(2 * 50 / 5050.0, within(1e-9));
        assertThat(ShareTest.of(0, 100, 0, 100).pValue()).isEqualTo(1);
        assertThat(ShareTest.of(10, 1000, 60, 1000).pValue()).isLessThan(1e-8);
    }

    private static List<Long> draw(SplittableRandom random, int rows, int bins) {
        Long[] counts = new Long[bins];
        Arrays.fill(counts, 0L);
        for (int row = 0; row < rows; row++) {
            counts[random.nextInt(bins)]++;
        }
        return List.of(counts);
    }
}
