package dev.perennial.scoring;

import java.util.List;
import java.util.Map;

/** A random forest: the rates of categories, then the trees, their leaves in double precision. */
final class RandomForestCodec {

    private RandomForestCodec() {}

    static void write(ModelEncoder out, RandomForestModel model) {
        TreeCodec.writeRates(out, model.schema(), model.rates());
        TreeCodec.writeTrees(out, model.trees(), TreeCodec.Precision.DOUBLE);
    }

    static RandomForestModel read(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        Map<String, List<CategoryRates>> rates = TreeCodec.readRates(in, schema, outputs);
        List<DecisionTree> trees = TreeCodec.readTrees(in, outputs.count(), TreeCodec.Precision.DOUBLE);
        return new RandomForestModel(schema, outputs, rates, trees);
    }
}
