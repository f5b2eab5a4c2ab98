package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.FactorTerm.CategoryFactors;
import dev.perennial.scoring.FactorTerm.NumberFactors;
import dev.perennial.testing.Seeds;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactorizationMachineModelTest {

    static LongStream seeds() {
        return Seeds.few();
    }

    /* Each input: a weight and two factors of the one margin of a value. */
    private final FactorizationMachineModel model = new FactorizationMachineModel(
            Examples.WEATHER,
            Outputs.value(),
            2,
            List.of(0.5),
            List.of(
                    new NumberFactors(10, 4, new FactorWeights(2, 1, 3), new FactorWeights(-1, 0, 1)),
                    new CategoryFactors(
                            new TreeMap<>(Map.of("AA", new FactorWeights(1, 2, -1))), new FactorWeights(0.25, 4, 0))));

    @Test
    void addsWeightedInputsAndTheProductsOfPairs() {
        // temp is 1.5 standard deviations: 0.5 + 2 * 1.5 + 1 + 1.5 * (1 * 2 + 3 * -1)
        assertThat(model.score(Examples.weather(16, "AA"))).isCloseTo(3, within(1e-12));
        // missing is an input of its own: 0.5 - 1 + 1 + (0 * 2 + 1 * -1)
        assertThat(model.score(new FeatureRow(Examples.WEATHER).setCategory(1, "AA")))
                .isCloseTo(-0.5, within(1e-12));
        // 0.5 + 2 * 1.5 + 0.25 + 1.5 * (1 * 4 + 3 * 0)
        assertThat(model.score(new FeatureRow(Examples.WEATHER).setNumber(0, 16)))
                .isCloseTo(9.75, within(1e-12));
        // an unseen level sets no input: 0.5 + 2 * 1.5
        assertThat(model.score(Examples.weather(16, "unseen"))).isCloseTo(3.5, within(1e-12));
    }

    @Test
    void sharesEveryProductBetweenItsTwoFeatures() {
        Contributions of = model.contributions(Examples.weather(16, "AA")).orElseThrow();
        assertThat(of.base()).isEqualTo(0.5);
        assertThat(of.of(0)).isCloseTo(3 - 0.75, within(1e-12));
        assertThat(of.of(1)).isCloseTo(1 - 0.75, within(1e-12));
    }

    /* Features outside a subset are at the base: a number at its mean, a category unseen. */
    @ParameterizedTest
    @MethodSource("seeds")
    void contributionsAreShapleyValuesOverAllSubsets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        FactorizationMachineModel machine = Examples.machine(schema, Outputs.probability(), random);
        FeatureRow row = new FeatureRow(schema);
        Examples.table(schema, 1, random).read(0, row);
        double[] bySubset = new double[1 << schema.size()];
        for (int subset = 0; subset < bySubset.length; subset++) {
            double score = machine.score(known(machine, row, subset));
            bySubset[subset] = Math.log(score) - Math.log1p(-score);
        }
        BruteForceShapley expected = BruteForceShapley.of(schema.size(), bySubset);
        Contributions actual = machine.contributions(row).orElseThrow();
        assertThat(actual.base()).isCloseTo(expected.base(), within(1e-6));
        for (int column = 0; column < schema.size(); column++) {
            assertThat(actual.of(column)).isCloseTo(expected.of(column), within(1e-6));
        }
    }

    private static FeatureRow known(FactorizationMachineModel machine, FeatureRow row, int subset) {
        FeatureRow known = new FeatureRow(row.schema());
        for (int column = 0; column < row.schema().size(); column++) {
            boolean in = (subset >> column & 1) == 1;
            if (machine.terms().get(column) instanceof NumberFactors number) {
                known.setNumber(column, in ? row.number(column) : number.mean());
            } else {
                known.setCategory(column, in ? row.category(column) : "never seen");
            }
        }
        return known;
    }

    @Test
    void rejectsWeightsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FactorWeights(1, Double.NaN))
                .withMessage("Invalid weight of a factorisation machine: NaN (a number within 1.0E20 of zero is "
                        + "expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FactorizationMachineModel(
                        Examples.WEATHER, Outputs.probability(), 2, List.of(0.5, 0.5), model.terms()))
                .withMessage("Invalid factorisation machine: an input of feature temp has 3 weights and factors, 6 are "
                        + "expected");
    }
}
