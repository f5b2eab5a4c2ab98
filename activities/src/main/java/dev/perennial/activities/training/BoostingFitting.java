package dev.perennial.activities.training;

import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.CategoryRates;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostModel;

/**
 * Boosted trees by XGBoost, histogram method, leaf by leaf, on one thread: missing values are left out, and a category
 * is the smoothed share of positives of its level in the training rows. A row without any value teaches it nothing: it
 * is left out, and scored as every split sends what is missing.
 */
final class BoostingFitting implements Fitting {

    /* How many rows of the overall share each level's own share is mixed with. */
    private static final double SMOOTHING_ROWS = 50;
    private static final float BASE = 0.5f;

    private final FeatureSchema schema;
    private final RecipeParameters parameters;
    private final SortedMap<String, CategoryRates> rates = new TreeMap<>();
    private final List<CategoryRates> ratesByColumn = new ArrayList<>();

    BoostingFitting(LabelledTable training, RecipeParameters parameters) {
        schema = training.features().schema();
        this.parameters = parameters;
        float prior = (float) ((double) training.positives() / training.rows());
        for (int column = 0; column < schema.size(); column++) {
            CategoryRates ofColumn = new CategoryRates(prior, new TreeMap<>());
            if (schema.holdsNumbers(column)) {
                checkSinglePrecision(training.features(), column);
            } else {
                ofColumn = rates(training, column, prior);
                rates.put(schema.feature(column).name(), ofColumn);
            }
            ratesByColumn.add(ofColumn);
        }
    }

    private static void checkSinglePrecision(FeatureTable table, int column) {
        double[] values = table.numbers(column);
        for (int row = 0; row < values.length; row++) {
            if (Math.abs(values[row]) > Float.MAX_VALUE) {
                throw new UntrainableDataException("Cannot train gradient-boosting: the value " + values[row]
                        + " of feature " + table.schema().feature(column).name() + " in row " + row
                        + " is beyond single precision");
            }
        }
    }

    private static CategoryRates rates(LabelledTable training, int column, float prior) {
        SortedMap<String, Float> ofLevels = new TreeMap<>();
        CategoryLevels.of(training, column)
                .forEach((level, count) -> ofLevels.put(level, (float)
                        ((count.positives() + SMOOTHING_ROWS * prior) / (count.rows() + SMOOTHING_ROWS))));
        return new CategoryRates(prior, ofLevels);
    }

    @Override
    public Encoder encoder() {
        return this::encode;
    }

    private void encode(FeatureTable table, int row, ExampleBuffer into) {
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                double value = table.numbers(column)[row];
                if (!Double.isNaN(value)) {
                    into.add(schema.feature(column).name(), value);
                }
            } else {
                String value = table.categories(column)[row];
                if (value != null) {
                    CategoryRates ofColumn = ratesByColumn.get(column);
                    Float rate = ofColumn.rates().get(value);
                    into.add(schema.feature(column).name(), rate == null ? ofColumn.prior() : rate);
                }
            }
        }
    }

    @Override
    public Model<Label> fit(MutableDataset<Label> dataset, long seed) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("objective", "multi:softprob");
        settings.put("base_score", BASE);
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
        return new XGBoostClassificationTrainer(parameters.whole("trees"), settings).train(dataset);
    }

    @Override
    public String trainer() {
        return "XGBoost hist lossguide";
    }

    @Override
    public Compiled compile(Model<Label> model) {
        int[] columns = columns(model.getFeatureIDMap());
        int positiveGroup = model.getOutputIDInfo().getID(TribuoRows.POSITIVE);
        List<DecisionTree> negative = new ArrayList<>();
        List<DecisionTree> positive = new ArrayList<>();
        double[] gains = new double[schema.size()];
        String[] dump = dump(((XGBoostModel<Label>) model).getInnerModels().get(0));
        for (int tree = 0; tree < dump.length; tree++) {
            // Each round adds a tree for either label, in the order of their numbers.
            List<DecisionTree> group = tree % 2 == positiveGroup ? positive : negative;
            group.add(XGBoostDump.parse(dump[tree], columns, gains));
        }
        SortedMap<String, Double> importances = new TreeMap<>();
        for (int column = 0; column < gains.length; column++) {
            importances.put(schema.feature(column).name(), gains[column]);
        }
        return new Compiled(new BoostedTreesModel(schema, BASE, rates, negative, positive), importances);
    }

    private static String[] dump(Booster booster) {
        try {
            return booster.getModelDump("", true, "text");
        } catch (XGBoostError failure) {
            throw new IllegalStateException("Cannot read the trees of a trained model", failure);
        }
    }

    /* Tribuo numbers features by their names, and only those it met. */
    private int[] columns(ImmutableFeatureMap features) {
        int[] columns = new int[features.size()];
        for (int id = 0; id < columns.length; id++) {
            String name = features.get(id).getName();
            columns[id] = schema.indexOf(name)
                    .orElseThrow(() -> new IllegalStateException("Cannot compile: unknown feature " + name));
        }
        return columns;
    }
}
