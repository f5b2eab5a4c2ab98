package dev.perennial.activities.training;

import dev.perennial.scoring.Outputs;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.common.tree.LeafNode;

/** What Tribuo calls by another name for each kind of output: its outputs, predictions and trainers. */
interface TribuoTask<T extends Output<T>> {

    /** What a forest is grown by; its seed sets both its samples and its features. */
    record ForestSettings(int trees, int depth, float minChildWeight, float featureShare, long seed) {}

    Outputs outputs();

    OutputFactory<T> factory();

    /** The output of a row with that target. */
    T output(double target);

    /** By Tribuo's number of an output, the margin of a compiled model that is for it. */
    int[] margins(Model<T> model);

    /** Puts the prediction's scores at that place of the array. */
    void read(Prediction<T> prediction, double[] into, int from);

    /** What a leaf of a forest says of each output. */
    double[] leaf(LeafNode<T> leaf);

    /** XGBoost with these settings and the objective that fits. */
    Trainer<T> boosting(int trees, Map<String, Object> settings);

    Trainer<T> forest(ForestSettings settings);
}
