package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GoldenSampleTest {

    private static final FeatureTable ROWS =
            FeatureTable.of(Examples.WEATHER, new Object[] {new double[] {1, 2, 3}, new String[] {"a", "b", "c"}});

    @Test
    void measuresTheLargestDifferenceInEitherDirection() {
        GoldenSample sample = new GoldenSample(ROWS, new double[] {0.5, 0.2, 0.6});
        assertThat(sample.verify(new ConstantModel(Examples.WEATHER, 0.5))).isCloseTo(0.3, within(1e-15));
        assertThat(sample.verify(new ConstantModel(Examples.WEATHER, 0.1))).isCloseTo(0.5, within(1e-15));
        assertThat(sample.first(1).verify(new ConstantModel(Examples.WEATHER, 0.5)))
                .isZero();
    }

    @Test
    void rejectsScoresThatAreNoProbabilities() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GoldenSample(ROWS, new double[] {0, 1, Double.NaN}))
                .withMessage("Invalid golden score: NaN (0 to 1 is expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GoldenSample(ROWS, new double[2]))
                .withMessage("Invalid golden sample: 3 rows and 2 scores");
    }
}
