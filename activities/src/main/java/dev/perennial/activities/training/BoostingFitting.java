package dev.perennial.activities.training;

import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.Outputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.common.xgboost.XGBoostModel;

/**
 * Boosted trees by XGBoost, histogram method, leaf by leaf, on one thread: missing values are left out, and a category
 * is the smoothed mean of the target over its level's training rows. A row without any value teaches it nothing: it is
 * left out, and scored as every split sends what is missing.
 */
final class BoostingFitting<T extends Output<T>> implements Fitting<T> {

    private static final float LABEL_BASE = 0.5f;

    private final TribuoTask<T> task;
    private final RecipeParameters parameters;
    private final TreeEncoding encoding;
    private final float base;

    BoostingFitting(TrainingTable training, RecipeParameters parameters, TribuoTask<T> task) {
        this.task = task;
        this.parameters = parameters;
        encoding = new TreeEncoding(training, BoostedTreesModel.ALGORITHM);
        base = task.outputs() instanceof Outputs.Value ? mean(training) : LABEL_BASE;
    }

    /* Boosting from the mean leaves the trees what is to be learned. */
    private static float mean(TrainingTable training) {
        double mean = 0;
        for (int row = 0; row < training.rows(); row++) {
            mean += (training.target(row) - mean) / (row + 1);
        }
        return (float) mean;
    }

    @Override
    public TribuoTask<T> task() {
        return task;
    }

    @Override
    public Encoder encoder() {
        return encoding;
    }

    @Override
    public Model<T> fit(MutableDataset<T> dataset, long seed) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("base_score", base);
        settings.put("booster", "gbtree");
        settings.put("tree_method", "hist");
        settings.put("grow_policy", "lossguide");
        settings.put("max_leaves", parameters.whole("leaves"));
        settings.put("max_depth", parameters.whole("depth"));
        settings.put("eta", parameters.real("rate"));
        settings.put("min_child_weight", parameters.real("minChildWeight"));
        settings.put("subsample", parameters.real("subsample"));
        settings.put("colsample_bytree", parameters.real("colsample"));
        settings.put("nthread", 1);
        settings.put("verbosity", 0);
        settings.put("seed", Math.floorMod(seed, Integer.MAX_VALUE));
        return task.boosting(parameters.whole("trees"), settings).train(dataset);
    }

    @Override
    public String trainer() {
        return "XGBoost hist lossguide";
    }

    @Override
    public Compiled compile(Model<T> model) {
        int[] inputs = encoding.inputs(model.getFeatureIDMap());
        int[] margins = task.margins(model);
        List<List<DecisionTree>> groups = new ArrayList<>();
        for (int group = 0; group < margins.length; group++) {
            groups.add(new ArrayList<>());
        }
        double[] gains = new double[encoding.inputs()];
        String[] dump = dump(((XGBoostModel<T>) model).getInnerModels().get(0));
        for (int tree = 0; tree < dump.length; tree++) {
            // Each round adds a tree for every label, in the order of their numbers.
            groups.get(margins[tree % margins.length]).add(XGBoostDump.parse(dump[tree], inputs, gains));
        }
        return new Compiled(
                new BoostedTreesModel(encoding.schema(), task.outputs(), base, encoding.rates(), groups),
                encoding.byFeature(gains));
    }

    private static String[] dump(Booster booster) {
        try {
            return booster.getModelDump("", true, "text");
        } catch (XGBoostError failure) {
            throw new IllegalStateException("Cannot read the trees of a trained model", failure);
        }
    }
}
