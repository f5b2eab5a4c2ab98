package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.Contributions;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureTable;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.protos.core.ModelProto;

/** Contributions beside those that XGBoost itself gives of the model that it trained. */
@Timeout(120)
class XGBoostContributionsTest {

    private static final int ROWS = 200;

    @Test
    void areThoseOfXGBoostItself() throws Exception {
        TrainedCandidate candidate =
                new CandidateTrainer().train(Synthetic.boosting(40), Synthetic.rows(3_000, 3), 7, Progress.ignored());
        BoostedTreesModel compiled = (BoostedTreesModel) candidate.compiled();
        XGBoostModel<Label> stored = (XGBoostModel<Label>)
                Model.deserialize(ModelProto.parseFrom(candidate.tribuoModel())).castModel(Label.class);
        FeatureTable fresh = Synthetic.rows(ROWS, 4).features();
        List<String> names = stored.getFeatureIDMap().keySet().stream().sorted().toList();
        assertThat(names).containsExactly("gust", "site", "wind");

        float[][] theirs = theirs(stored.getInnerModels().get(0), compiled, fresh);

        int positive = stored.getOutputIDInfo().getID(TribuoRows.POSITIVE);
        int[] columns = {1, 2, 0};
        FeatureRow row = new FeatureRow(fresh.schema());
        for (int index = 0; index < ROWS; index++) {
            fresh.read(index, row);
            Contributions ours = compiled.contributions(row).orElseThrow();
            for (int feature = 0; feature < columns.length; feature++) {
                float odds = theirs[index][4 * positive + feature] - theirs[index][4 * (1 - positive) + feature];
                assertThat(ours.of(columns[feature])).isCloseTo(odds, within(2e-5));
            }
            float base = theirs[index][4 * positive + 3] - theirs[index][4 * (1 - positive) + 3];
            assertThat(ours.base()).isCloseTo(base, within(2e-5));
        }
    }

    /* By row: the negative label's or the positive label's features and base, in the order of the labels' numbers. */
    private static float[][] theirs(Booster booster, BoostedTreesModel compiled, FeatureTable rows) throws Exception {
        float[] values = new float[3 * ROWS];
        for (int row = 0; row < ROWS; row++) {
            String site = Objects.requireNonNull(rows.categories(2)[row]);
            values[3 * row] = (float) rows.numbers(1)[row];
            values[3 * row + 1] = Objects.requireNonNull(compiled.rates().get("site"))
                    .get(0)
                    .rates()
                    .getOrDefault(site, Float.NaN);
            values[3 * row + 2] = (float) rows.numbers(0)[row];
        }
        DMatrix matrix = new DMatrix(values, ROWS, 3, Float.NaN);
        try {
            return booster.predictContrib(matrix, 0);
        } finally {
            matrix.dispose();
        }
    }
}
