package dev.perennial.monitoring.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockedDifferencesTest {

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void mergingPartsInAnyOrderGivesTheSameBits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 500;
        double[] differences = random.doubles(n, -3, 3).toArray();
        String[] blocks =
                random.ints(n, 0, 9).mapToObj(day -> "2013-06-0" + day).toArray(String[]::new);
        BlockedDifferences whole = BlockedDifferences.of(differences, blocks);
        int[] cuts = {0, random.nextInt(1, 200), random.nextInt(200, 400), n};
        BlockedDifferences[] parts = new BlockedDifferences[3];
        for (int part = 0; part < 3; part++) {
            parts[part] = BlockedDifferences.of(
                    Arrays.copyOfRange(differences, cuts[part], cuts[part + 1]),
                    Arrays.copyOfRange(blocks, cuts[part], cuts[part + 1]));
        }
        assertThat(parts[2].merge(parts[0]).merge(parts[1])).isEqualTo(whole);
        assertThat(parts[0].merge(parts[1].merge(parts[2]))).isEqualTo(whole);
        assertThat(whole.rows()).isEqualTo(n);
        JsonRoundTrip.of(whole, BlockedDifferences.class);
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void swappingTheModelsTurnsTheSign(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] first = random.doubles(200).toArray();
        double[] second = random.doubles(200).toArray();
        boolean[] labels = new boolean[200];
        String[] blocks = new String[200];
        for (int i = 0; i < 200; i++) {
            labels[i] = random.nextBoolean();
            blocks[i] = "day " + i % 8;
        }
        var one = (PairedTest.Measured)
                PairedTest.of(BlockedDifferences.ofLosses(Loss.LOG_LOSS, first, second, labels, blocks));
        var other = (PairedTest.Measured)
                PairedTest.of(BlockedDifferences.ofLosses(Loss.LOG_LOSS, second, first, labels, blocks));
        assertThat(other.meanDifference()).isEqualTo(-one.meanDifference());
        assertThat(other.standardError()).isEqualTo(one.standardError());
        assertThat(one.pValueAbove(0) + one.pValueBelow(0)).isCloseTo(1, within(1e-12));
    }

    @Test
    void blocksThatShareAShockWidenTheError() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 2000;
        double[] differences = new double[n];
        String[] blocks = new String[n];
        double[] shocks = random.doubles(20, -0.1, 0.1).toArray();
        for (int i = 0; i < n; i++) {
            blocks[i] = "day " + i % 20;
            differences[i] = shocks[i % 20] + 0.05 * (random.nextDouble() - 0.5);
        }
        var byRow = (PairedTest.Measured) PairedTest.ofRows(differences);
        var byBlock = (PairedTest.Measured) PairedTest.of(BlockedDifferences.of(differences, blocks));
        assertThat(byBlock.meanDifference()).isCloseTo(byRow.meanDifference(), within(1e-9));
        assertThat(byBlock.standardError()).isGreaterThan(5 * byRow.standardError());
    }

    @Test
    void clusteredTestHoldsItsLevel() {
        int rejected = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(97L * run + 13);
            double[] differences = new double[14 * 20];
            String[] blocks = new String[differences.length];
            for (int day = 0; day < 14; day++) {
                double shock = random.nextDouble() - 0.5;
                for (int i = 0; i < 20; i++) {
                    differences[day * 20 + i] = shock + random.nextDouble() - 0.5;
                    blocks[day * 20 + i] = "day " + day;
                }
            }
            var test = (PairedTest.Measured) PairedTest.of(BlockedDifferences.of(differences, blocks));
            rejected += test.pValueAbove(0) <= 0.05 ? 1 : 0;
        }
        assertThat(rejected / (double) runs).isBetween(0.035, 0.065);
    }

    @Test
    void identicalModelsAreNotInferiorAndNotSuperior() {
        double[] zeros = new double[40];
        String[] blocks = new String[40];
        Arrays.setAll(blocks, i -> "day " + i % 4);
        PairedTest test = PairedTest.of(BlockedDifferences.of(zeros, blocks));
        assertThat(((PairedTest.Measured) test).pValueAbove(0)).isEqualTo(0.5);
        assertThat(NonInferiority.of(test, 0.01, 0.05)).isInstanceOf(NonInferiority.Shown.class);
        boolean[] labels = new boolean[40];
        Arrays.fill(labels, 0, 20, true);
        double[] scores = new SplittableRandom(1).doubles(40).toArray();
        DeLong areas = DeLong.compare(scores, scores, labels);
        assertThat(NonInferiority.of(areas, 0.005, 0.05)).isInstanceOf(NonInferiority.Shown.class);
        assertThat(((DeLong.Compared) areas).pValueTwoSided()).isEqualTo(1);
    }

    @Test
    void oneBlockIsNoTest() {
        PairedTest test = PairedTest.of(BlockedDifferences.of(new double[] {1, 2, 3}, new String[] {"a", "a", "a"}));
        assertThat(test).isEqualTo(new PairedTest.NotEvaluable("1 blocks, at least 2 are needed"));
        assertThat(NonInferiority.of(test, 0.1, 0.05)).isInstanceOf(NonInferiority.NotEvaluable.class);
    }

    @Test
    void certainAndWrongCostsMuchButNotInfinity() {
        assertThat(Loss.LOG_LOSS.of(0, true)).isCloseTo(-Math.log(1e-15), within(1e-9));
        assertThat(Loss.LOG_LOSS.of(1, true)).isCloseTo(0, within(1e-14));
        assertThat(Loss.LOG_LOSS.of(1, false)).isEqualTo(Loss.LOG_LOSS.of(0, true), within(0.2));
    }

    @Test
    void refusesADifferenceThatIsNotANumber() {
        assertThatThrownBy(() -> BlockedDifferences.of(new double[] {Double.NaN}, new String[] {"a"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid difference in row 0: NaN is not within ±4096.0");
    }
}
