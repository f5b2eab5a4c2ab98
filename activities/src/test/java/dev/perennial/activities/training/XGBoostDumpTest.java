package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class XGBoostDumpTest {

    private static final String DUMP = """
            0:[f1<-1.5e-03] yes=1,no=2,missing=2,gain=4.5,cover=100
            \t1:[f0<7] yes=3,no=4,missing=3,gain=0.5,cover=60
            \t\t3:leaf=1,cover=10
            \t\t4:leaf=2e-1,cover=50
            \t2:leaf=-0.25,cover=40
            """;

    @Test
    void readsSplitsLeavesDirectionsAndGains() {
        double[] gains = new double[3];
        DecisionTree tree = XGBoostDump.parse(DUMP, new int[] {2, 0}, gains);
        assertThat(gains).containsExactly(4.5, 0, 0.5);

        FeatureSchema schema = new FeatureSchema(List.of(number("a"), number("b"), number("c")));
        BoostedTreesModel model = new BoostedTreesModel(schema, 0, Map.of(), List.of(), List.of(tree));
        FeatureRow row = new FeatureRow(schema);
        assertThat(logOdds(model, row)).isCloseTo(-0.25, within(1e-6));
        row.setNumber(0, -0.0016);
        assertThat(logOdds(model, row)).isCloseTo(1, within(1e-6));
        row.setNumber(2, 7);
        assertThat(logOdds(model, row)).isCloseTo(0.2, within(1e-6));
    }

    private static NumberFeature number(String name) {
        return new NumberFeature(name, Presence.OPTIONAL, Optional.empty());
    }

    private static double logOdds(BoostedTreesModel model, FeatureRow row) {
        double score = model.score(row);
        return Math.log(score / (1 - score));
    }

    @Test
    void rejectsANodeItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XGBoostDump.parse("0:[f0] yes=1,no=2", new int[] {0}, new double[1]))
                .withMessage("Invalid node of a trained tree: \"0:[f0] yes=1,no=2\"");
    }
}
