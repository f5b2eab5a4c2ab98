package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.DecisionTree.Missing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RandomForestModelTest {

    private static final FeatureSchema SCHEMA =
            new FeatureSchema(List.of(new NumberFeature("x", Presence.OPTIONAL, Optional.empty())));

    private static DecisionTree stump(float threshold, double below, double above) {
        return DecisionTree.builder()
                .split(0, 0, threshold, Missing.LEFT, 1, 2)
                .leaf(1, below)
                .leaf(2, above)
                .build();
    }

    private static RandomForestModel forest(Outputs outputs, DecisionTree... trees) {
        return new RandomForestModel(SCHEMA, outputs, Map.of(), List.of(trees));
    }

    private static FeatureRow row(double x) {
        return new FeatureRow(SCHEMA).setNumber(0, x);
    }

    @Test
    void answersWithTheMeanOfItsLeaves() {
        RandomForestModel model = forest(Outputs.probability(), stump(1, 0.2, 0.6), stump(2, 0.1, 0.9));
        assertThat(model.score(row(0))).isCloseTo(0.15, within(1e-15));
        assertThat(model.score(row(1))).isCloseTo(0.35, within(1e-15));
        assertThat(model.score(row(2))).isCloseTo(0.75, within(1e-15));
        assertThat(model.score(new FeatureRow(SCHEMA))).isCloseTo(0.15, within(1e-15));
    }

    @Test
    void answersWithOneMeanAClass() {
        DecisionTree tree = DecisionTree.builder()
                .split(0, 0, 0, Missing.LEFT, 1, 2)
                .leaf(1, 1, 0.5, 0.25, 0.25)
                .leaf(2, 3, 0, 0, 1)
                .build();
        RandomForestModel model = forest(Outputs.classes(List.of("a", "b", "c")), tree, tree);
        double[] scores = new double[3];
        model.score(row(-1), scores);
        assertThat(scores).containsExactly(0.5, 0.25, 0.25);
        Contributions third = model.contributions(row(1), 2).orElseThrow();
        assertThat(third.unit()).isEqualTo(Contributions.Unit.PROBABILITY);
        assertThat(third.base()).isCloseTo(0.25 * 0.25 + 0.75, within(1e-15));
        assertThat(third.margin()).isCloseTo(1, within(1e-15));
    }

    /* Coverless trees say nothing until rows were counted: here three of four go to the left. */
    @Test
    void countsTheRowsThatReachEachLeaf() {
        RandomForestModel model = forest(Outputs.value(), stump(1, 10, 20));
        assertThat(model.contributions(row(0))).isEmpty();
        FeatureTable rows = FeatureTable.of(SCHEMA, new Object[] {new double[] {0, 0.5, Double.NaN, 7}});
        Contributions of = model.withCovers(rows).contributions(row(7)).orElseThrow();
        assertThat(of.base()).isEqualTo(12.5);
        assertThat(of.of(0)).isEqualTo(7.5);
        double[] gains = new double[1];
        model.withCovers(rows).trees().get(0).addGains(gains);
        assertThat(gains[0]).isEqualTo(3 * 1 / 4.0 * 100);
    }

    @Test
    void rejectsLeavesThatAreNoProbabilities() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forest(Outputs.probability(), stump(1, 0.2, 1.5)))
                .withMessage("Invalid random forest: a leaf of 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forest(Outputs.probability()))
                .withMessage("Invalid random forest: it has no trees");
    }
}
