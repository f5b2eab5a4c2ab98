package dev.perennial.activities.training;

import dev.perennial.scoring.CompiledModel;
import java.util.SortedMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;

/** What an algorithm does with encoded rows; one instance serves one training run. */
interface Fitting<T extends Output<T>> {

    TribuoTask<T> task();

    Encoder encoder();

    Model<T> fit(MutableDataset<T> dataset, long seed);

    /** The same model in flat arrays with each feature's unscaled importance. */
    Compiled compile(Model<T> model);

    /** Words about the trainer for the provenance. */
    String trainer();

    /** A compiled model; importances are not negative and in no unit. */
    record Compiled(CompiledModel model, SortedMap<String, Double> importances) {}
}
