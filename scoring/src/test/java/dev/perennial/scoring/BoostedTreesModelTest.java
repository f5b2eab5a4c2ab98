package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.testing.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoostedTreesModelTest {

    private final BoostedTreesModel model = Examples.boosted();

    private static double softmax(double negative, double positive) {
        return Math.exp(positive) / (Math.exp(negative) + Math.exp(positive));
    }

    @Test
    void followsEachTreeToItsLeafAndJoinsTheSums() {
        // temp 10 < 10.5: 0.25; AA is 0.1 < 0.3: 1.5
        assertThat(model.score(Examples.weather(10, "AA"))).isCloseTo(softmax(0.75, 2), within(1e-7));
        // temp -1: 0.25; B6 is 0.6, then temp -1 < 0: -0.5
        assertThat(model.score(Examples.weather(-1, "B6"))).isCloseTo(softmax(0.75, 0), within(1e-7));
    }

    @Test
    void sendsAValueEqualToTheThresholdRight() {
        assertThat(model.score(Examples.weather(10.5, "AA"))).isCloseTo(softmax(-0.25, 2), within(1e-7));
        // Below in double precision, equal in single precision.
        assertThat(model.score(Examples.weather(Math.nextDown(10.5), "AA"))).isCloseTo(softmax(-0.25, 2), within(1e-7));
        // An unseen level has the prior 0.3, which is the threshold.
        assertThat(model.score(Examples.weather(5, "unseen"))).isCloseTo(softmax(0.75, 2.5), within(1e-7));
    }

    @Test
    void sendsAMissingValueWhereTheSplitSaysSo() {
        assertThat(model.score(new FeatureRow(Examples.WEATHER))).isCloseTo(softmax(-0.25, 2), within(1e-7));
        FeatureRow onlyCarrier = new FeatureRow(Examples.WEATHER).setCategory(1, "B6");
        assertThat(model.score(onlyCarrier)).isCloseTo(softmax(-0.25, 0), within(1e-7));
    }

    @Test
    void staysAProbabilityForTheLargestLeaves() {
        DecisionTree huge = DecisionTree.builder().leaf(0, 1e30f).build();
        Map<String, CategoryRates> rates = Map.of("carrier", new CategoryRates(0, new TreeMap<>()));
        FeatureRow row = new FeatureRow(Examples.WEATHER);
        assertThat(new BoostedTreesModel(Examples.WEATHER, 0, rates, List.of(huge, huge), List.of()).score(row))
                .isZero();
        assertThat(new BoostedTreesModel(Examples.WEATHER, 0, rates, List.of(huge), List.of(huge)).score(row))
                .isEqualTo(0.5);
    }

    @Test
    void rejectsTreesAndRatesThatDoNotFitTheSchema() {
        DecisionTree third = DecisionTree.builder()
                .split(0, 2, 0, DecisionTree.Missing.LEFT, 1, 2)
                .leaf(1, 0)
                .leaf(2, 0)
                .build();
        CategoryRates rates = new CategoryRates(0, new TreeMap<>());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new BoostedTreesModel(Examples.WEATHER, 0, Map.of("carrier", rates), List.of(third), List.of()))
                .withMessage("Invalid trees: a split looks at feature 2 of a schema of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoostedTreesModel(Examples.WEATHER, 0, Map.of(), List.of(), List.of()))
                .withMessage("Invalid trees: no rates for category feature carrier (1 expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoostedTreesModel(
                        Examples.WEATHER, 0, Map.of("carrier", rates, "temp", rates), List.of(), List.of()))
                .withMessage("Invalid trees: rates for [temp], not category features of the schema");
    }

    static LongStream seeds() {
        return Seeds.few();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void scoresAlikeOnManyThreadsAndBetweenZeroAndOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        CompiledModel randomModel = Examples.boosted(schema, random);
        FeatureTable table = Examples.table(schema, 200, random);
        double[] expected = randomModel.scoreAll(table);

        assertThat(Arrays.stream(expected)).allMatch(score -> score >= 0 && score <= 1);
        List<double[]> parallel = IntStream.range(0, 16)
                .parallel()
                .mapToObj(run -> randomModel.scoreAll(table))
                .toList();
        assertThat(parallel).allSatisfy(scores -> assertThat(scores).isEqualTo(expected));
    }
}
