package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LinearModelTest {

    private final LinearModel model = Examples.linear();

    @Test
    void addsStandardisedNumbersLevelsAndTheBias() {
        // 0.5 - 2 * (16 - 10) / 4 + 1 = -1.5
        assertThat(model.score(Examples.weather(16, "AA"))).isCloseTo(1 / (1 + Math.exp(1.5)), within(1e-15));
        // 0.5 - 2 * (8 - 10) / 4 - 1 = 0.5
        assertThat(model.score(Examples.weather(8, "B6"))).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-15));
    }

    @Test
    void givesMissingValuesTheirOwnWeightAndUnseenLevelsNone() {
        // 0.5 + 0.25 + 0.125
        assertThat(model.score(new FeatureRow(Examples.WEATHER))).isCloseTo(1 / (1 + Math.exp(-0.875)), within(1e-15));
        assertThat(model.score(Examples.weather(10, "never seen"))).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-15));
    }

    @Test
    void staysAProbabilityForTheLargestInputs() {
        assertThat(model.score(Examples.weather(Double.MAX_VALUE, "AA"))).isZero();
        assertThat(model.score(Examples.weather(-Double.MAX_VALUE, "AA"))).isOne();

        LinearModel ignoring = new LinearModel(
                Examples.WEATHER,
                0,
                List.of(
                        new NumberTerm(-Double.MAX_VALUE, Double.MIN_VALUE, 0, 0),
                        new CategoryTerm(new TreeMap<>(), 0)));
        assertThat(ignoring.score(Examples.weather(Double.MAX_VALUE, "AA"))).isEqualTo(0.5);
    }

    @Test
    void rejectsARowOfAnotherSchema() {
        FeatureSchema other = new FeatureSchema(List.of(Examples.WEATHER.feature(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.score(new FeatureRow(other)))
                .withMessage("Invalid row: its schema has features [carrier], the model expects [temp, carrier]");
    }

    @Test
    void rejectsTermsThatCannotBeScored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberTerm(0, 0, 1, 0))
                .withMessage("Invalid standardisation: mean 0.0, scale 0.0 (a finite mean and a finite positive scale "
                        + "are expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberTerm(0, 1, Double.NaN, 0))
                .withMessage("Invalid weight: NaN (a number within 1.0E100 of zero is expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearModel(
                        Examples.WEATHER, 0, List.of(new NumberTerm(0, 1, 1, 0), new NumberTerm(0, 1, 1, 0))))
                .withMessage("Invalid linear model: the term of feature carrier is a NumberTerm");
    }
}
