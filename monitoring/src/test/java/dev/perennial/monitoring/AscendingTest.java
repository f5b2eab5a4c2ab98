package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AscendingTest {
    private static final double[] EDGES = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Math.nextUp(1.0),
        1.0,
        -1.0,
        Math.nextDown(-1.0)
    };

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void ordersAllBitsAsTheLibraryDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values =
                random.longs(20_000).mapToDouble(Double::longBitsToDouble).toArray();
        for (int index = 0; index < 2_000; index++) {
            values[random.nextInt(values.length)] = EDGES[random.nextInt(EDGES.length)];
        }
        assertOrdered(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4095, 4096, 5000})
    void ordersColumnsOfAnyLengthWithTies(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        assertOrdered(random.ints(rows, -50, 50).asDoubleStream().toArray());
        assertOrdered(random.doubles(rows, 1, 2).toArray());
        double[] constant = new double[rows];
        Arrays.fill(constant, -7.25);
        assertOrdered(constant);
    }

    @Test
    void finiteLeavesOutTheRestAndTheArrayAsItIs() {
        double[] values = EDGES.clone();
        assertThat(Ascending.finite(values))
                .containsExactly(
                        -Double.MAX_VALUE,
                        Math.nextDown(-1.0),
                        -1.0,
                        -Double.MIN_VALUE,
                        0.0,
                        0.0,
                        Double.MIN_VALUE,
                        Double.MIN_NORMAL,
                        1.0,
                        Math.nextUp(1.0),
                        Double.MAX_VALUE);
        assertThat(Ascending.finite(new double[] {-0.0})).isEqualTo(new double[] {0.0});
        assertThat(values).isEqualTo(EDGES);
    }

    private static void assertOrdered(double[] values) {
        double[] expected = values.clone();
        Arrays.sort(expected);
        double[] sorted = values.clone();
        Ascending.sort(sorted);
        assertThat(Arrays.stream(sorted).mapToLong(Double::doubleToLongBits).toArray())
                .isEqualTo(Arrays.stream(expected)
                        .mapToLong(Double::doubleToLongBits)
                        .toArray());
    }
}
