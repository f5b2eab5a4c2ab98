package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What files of trees have in common: the rates of categories, then trees, node by node. */
final class TreeCodec {

    /** How the value of a leaf is written. */
    enum Precision {
        SINGLE(4),
        DOUBLE(8);

        private final int bytes;

        Precision(int bytes) {
            this.bytes = bytes;
        }
    }

    private TreeCodec() {}

    static void writeRates(ModelEncoder out, FeatureSchema schema, SortedMap<String, List<CategoryRates>> rates) {
        for (Feature feature : schema.features()) {
            for (CategoryRates ofFeature : rates.getOrDefault(feature.name(), List.of())) {
                out.f32(ofFeature.prior());
                LevelCodec.write(out, ofFeature.rates(), ModelEncoder::f32);
            }
        }
    }

    static Map<String, List<CategoryRates>> readRates(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        Map<String, List<CategoryRates>> rates = new HashMap<>();
        for (int column = 0; column < schema.size(); column++) {
            if (!schema.holdsNumbers(column)) {
                List<CategoryRates> ofFeature = new ArrayList<>();
                for (int index = 0; index < TreeInputs.ratesEach(outputs); index++) {
                    float prior = in.f32("prior");
                    ofFeature.add(new CategoryRates(prior, LevelCodec.read(in, 4, decoder -> decoder.f32("rate"))));
                }
                rates.put(schema.feature(column).name(), ofFeature);
            }
        }
        return rates;
    }

    static void writeTrees(ModelEncoder out, List<DecisionTree> trees, Precision precision) {
        out.i32(trees.size());
        for (DecisionTree tree : trees) {
            out.i32(tree.nodes());
            out.u8(tree.hasCovers() ? 1 : 0);
            int leaf = 0;
            for (int node = 0; node < tree.nodes(); node++) {
                out.i32(tree.code(node));
                if (tree.code(node) == DecisionTree.LEAF) {
                    writeLeaf(out, tree, leaf++, precision);
                } else {
                    out.f32(tree.threshold(node));
                }
            }
        }
    }

    private static void writeLeaf(ModelEncoder out, DecisionTree tree, int leaf, Precision precision) {
        for (int dimension = 0; dimension < tree.width(); dimension++) {
            if (precision == Precision.SINGLE) {
                out.f32((float) tree.leafValue(leaf, dimension));
            } else {
                out.f64(tree.leafValue(leaf, dimension));
            }
        }
        if (tree.hasCovers()) {
            out.f32(tree.cover(leaf));
        }
    }

    static List<DecisionTree> readTrees(ModelDecoder in, int width, Precision precision) {
        int size = in.count("trees", TreeEnsemble.MOST_TREES, 8 + width * precision.bytes);
        List<DecisionTree> trees = new ArrayList<>(size);
        for (int tree = 0; tree < size; tree++) {
            trees.add(readTree(in, width, precision));
        }
        return trees;
    }

    private static DecisionTree readTree(ModelDecoder in, int width, Precision precision) {
        // A node of either kind takes eight bytes at least.
        int nodes = in.count("nodes of a tree", DecisionTree.MOST_NODES, 8);
        int covered = in.version() == 1 ? 0 : in.u8("presence of covers");
        if (covered > 1) {
            throw in.invalid("presence of covers is " + covered + ", 0 or 1 is expected");
        }
        int leaves = (nodes + 1) / 2;
        if ((long) leaves * width * precision.bytes > in.remaining()) {
            throw in.invalid(leaves + " leaves of " + width + " values need more than the " + in.remaining()
                    + " bytes that remain");
        }
        int[] codes = new int[nodes];
        float[] thresholds = new float[nodes];
        double[] values = new double[leaves * width];
        float[] covers = new float[covered * leaves];
        int leaf = 0;
        for (int node = 0; node < nodes; node++) {
            codes[node] = in.i32("code of a node");
            if (codes[node] != DecisionTree.LEAF) {
                thresholds[node] = in.f32("value of a node");
                continue;
            }
            if (leaf == leaves) {
                throw in.invalid("Invalid tree: more than " + leaves + " of its " + nodes + " nodes are leaves");
            }
            for (int dimension = 0; dimension < width; dimension++) {
                values[leaf * width + dimension] =
                        precision == Precision.SINGLE ? in.f32("value of a node") : in.f64("value of a node");
            }
            if (covered == 1) {
                covers[leaf] = in.f32("cover of a leaf");
            }
            leaf++;
        }
        return new DecisionTree(codes, thresholds, width, values, covered == 1 ? covers : null);
    }
}
