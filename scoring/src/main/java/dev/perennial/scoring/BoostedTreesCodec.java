package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Boosted trees: the rates of categories, the base, then each group of trees. */
final class BoostedTreesCodec {

    private BoostedTreesCodec() {}

    static void write(ModelEncoder out, BoostedTreesModel model) {
        TreeCodec.writeRates(out, model.schema(), model.rates());
        out.f32(model.base());
        model.groups().forEach(trees -> TreeCodec.writeTrees(out, trees, TreeCodec.Precision.SINGLE));
    }

    static BoostedTreesModel read(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        Map<String, List<CategoryRates>> rates = TreeCodec.readRates(in, schema, outputs);
        float base = in.f32("base");
        List<List<DecisionTree>> groups = new ArrayList<>();
        for (int group = 0; group < Margins.ofLabels(outputs); group++) {
            groups.add(TreeCodec.readTrees(in, 1, TreeCodec.Precision.SINGLE));
        }
        return new BoostedTreesModel(schema, outputs, base, rates, groups);
    }
}
