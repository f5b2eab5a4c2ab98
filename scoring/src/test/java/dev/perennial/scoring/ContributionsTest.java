package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.Contributions.Unit;
import dev.perennial.scoring.DecisionTree.Missing;
import dev.perennial.testing.Seeds;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContributionsTest {

    static LongStream seeds() {
        return Seeds.many();
    }

    private static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }

    @Test
    void linearContributionsAreItsTermsOverTheBias() {
        Contributions of = contributions(Examples.linear(), Examples.weather(16, "AA"));
        assertThat(of.unit()).isEqualTo(Unit.LOG_ODDS);
        assertThat(of.base()).isEqualTo(0.5);
        assertThat(of.size()).isEqualTo(2);
        assertThat(of.of(0)).isEqualTo(-2 * 1.5);
        assertThat(of.of(1)).isEqualTo(1);
        Contributions missing = contributions(Examples.linear(), new FeatureRow(Examples.WEATHER));
        assertThat(missing.of(0)).isEqualTo(0.25);
        assertThat(missing.of(1)).isEqualTo(0.125);
    }

    private static Contributions contributions(CompiledModel model, FeatureRow row) {
        return model.contributions(row).orElseThrow();
    }

    /* By hand: f = 10 if both are high, else 0; a quarter of the rows each. */
    @Test
    void anInteractionIsSharedAlike() {
        DecisionTree both = DecisionTree.builder()
                .split(0, 0, 0, Missing.LEFT, 1, 2)
                .leaf(1, 2, 0)
                .split(2, 1, 0.5f, Missing.LEFT, 3, 4)
                .leaf(3, 1, 0)
                .leaf(4, 1, 10)
                .build();
        BoostedTreesModel model = model(List.of(List.of(both)));
        Contributions high = contributions(model, Examples.weather(5, "AA"));
        assertThat(high.unit()).isEqualTo(Unit.VALUE);
        assertThat(high.base()).isEqualTo(2.5 + 0.5);
        assertThat(high.of(0)).isCloseTo(3.75, within(1e-12));
        assertThat(high.of(1)).isCloseTo(3.75, within(1e-12));
        Contributions low = contributions(model, Examples.weather(-5, "AA"));
        assertThat(low.of(0)).isCloseTo(-3.75, within(1e-12));
        assertThat(low.of(1)).isCloseTo(1.25, within(1e-12));
    }

    private static BoostedTreesModel model(List<List<DecisionTree>> groups) {
        CategoryRates rates = new CategoryRates(1, new java.util.TreeMap<>());
        return new BoostedTreesModel(
                Examples.WEATHER, Outputs.value(), 0.5f, Map.of("carrier", List.of(rates)), groups);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void contributionsOfTreesAreShapleyValuesOverAllSubsets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        BoostedTreesModel model = Examples.boosted(schema, Outputs.probability(), random);
        FeatureTable table = Examples.table(schema, 5, random);
        FeatureRow row = new FeatureRow(schema);
        for (int index = 0; index < table.rows(); index++) {
            table.read(index, row);
            BruteForceShapley expected = BruteForceShapley.of(model, row);
            Contributions actual = contributions(model, row);
            assertThat(actual.base()).isCloseTo(expected.base(), within(1e-9));
            for (int column = 0; column < schema.size(); column++) {
                assertThat(actual.of(column)).isCloseTo(expected.of(column), within(1e-9));
            }
            assertThat(actual.margin()).isCloseTo(expected.margin(), within(1e-9));
            assertThat(actual.margin()).isCloseTo(logOdds(model.score(row)), within(1e-4));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void baseAndContributionsAreTheMarginOfEveryOutput(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        CompiledModel model = Examples.model(schema, random);
        int outputs = model.outputs().count();
        FeatureRow row = new FeatureRow(schema);
        Examples.table(schema, 1, random).read(0, row);
        double[] scores = new double[outputs];
        model.score(row, scores);
        double[] margins = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            margins[output] = model.contributions(row, output).orElseThrow().margin();
        }
        Unit unit = model.contributions(row, 0).orElseThrow().unit();
        for (int output = 0; output < outputs; output++) {
            switch (unit) {
                case LOG_ODDS -> assertThat(1 / (1 + Math.exp(-margins[0]))).isCloseTo(scores[0], within(1e-6));
                case LOG_WEIGHT ->
                    assertThat(Math.log(scores[output] / scores[0]))
                            .isCloseTo(margins[output] - margins[0], within(1e-3));
                case PROBABILITY, VALUE ->
                    assertThat(margins[output])
                            .isCloseTo(scores[output], within(1e-6 * (1 + Math.abs(scores[output]))));
            }
        }
    }

    @Test
    void aModelOfClassesIsAskedForOneOfThem() {
        SplittableRandom random = new SplittableRandom(3);
        LinearModel model = Examples.linear(Examples.WEATHER, Outputs.classes(List.of("a", "b", "c")), random);
        FeatureRow row = Examples.weather(1, "AA");
        assertThatIllegalStateException()
                .isThrownBy(() -> model.contributions(row))
                .withMessage("Cannot give one score: the linear model answers with 3");
        assertThatIllegalStateException()
                .isThrownBy(() -> model.score(row))
                .withMessage("Cannot give one score: the linear model answers with 3");
    }
}
