package dev.perennial.activities.training;

import dev.perennial.scoring.Outputs;
import java.util.HashMap;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** One number, which the library sees in units of {@code scale} from {@code mean}. */
record ValueTask(double mean, double scale) implements TribuoTask<Regressor> {

    private static final String TARGET = "target";

    @Override
    public Outputs outputs() {
        return Outputs.value();
    }

    @Override
    public OutputFactory<Regressor> factory() {
        return new RegressionFactory();
    }

    @Override
    public Regressor output(double target) {
        return new Regressor(TARGET, (target - mean) / scale);
    }

    @Override
    public int[] margins(Model<Regressor> model) {
        return new int[1];
    }

    @Override
    public void read(Prediction<Regressor> prediction, double[] into, int from) {
        into[from] = mean + scale * prediction.getOutput().getValues()[0];
    }

    @Override
    public double[] leaf(LeafNode<Regressor> leaf) {
        return new double[] {mean + scale * leaf.getOutput().getValues()[0]};
    }

    @Override
    public Trainer<Regressor> boosting(int trees, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("objective", "reg:squarederror");
        return new XGBoostRegressionTrainer(RegressionType.LINEAR, trees, all);
    }

    @Override
    public Trainer<Regressor> forest(ForestSettings settings) {
        CARTJointRegressionTrainer tree = new CARTJointRegressionTrainer(
                settings.depth(),
                settings.minChildWeight(),
                0,
                settings.featureShare(),
                new MeanSquaredError(),
                false,
                settings.seed());
        return new RandomForestTrainer<>(tree, new AveragingCombiner(), settings.trees(), settings.seed());
    }
}
