package dev.perennial.scoring;

import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The model section: a tag, then the numbers of that algorithm in the order of the schema. */
final class ModelCodec {

    private static final int CONSTANT = 1;
    private static final int LINEAR = 2;
    private static final int BOOSTED_TREES = 3;

    private ModelCodec() {}

    static void write(ModelEncoder out, CompiledModel model) {
        if (model instanceof ConstantModel constant) {
            out.u8(CONSTANT);
            out.f64(constant.probability());
        } else if (model instanceof LinearModel linear) {
            out.u8(LINEAR);
            writeLinear(out, linear);
        } else {
            out.u8(BOOSTED_TREES);
            writeBoostedTrees(out, (BoostedTreesModel) model);
        }
    }

    static CompiledModel read(ModelDecoder in, FeatureSchema schema) {
        int tag = in.u8("algorithm");
        try {
            return switch (tag) {
                case CONSTANT -> new ConstantModel(schema, in.f64("probability"));
                case LINEAR -> readLinear(in, schema);
                case BOOSTED_TREES -> readBoostedTrees(in, schema);
                default -> throw in.invalid("algorithm " + tag + " is unknown");
            };
        } catch (IllegalArgumentException refused) {
            throw in.invalid(refused);
        }
    }

    private static void writeLinear(ModelEncoder out, LinearModel model) {
        out.f64(model.bias());
        for (LinearTerm term : model.terms()) {
            out.f64(term.missingWeight());
            if (term instanceof NumberTerm number) {
                out.f64(number.mean());
                out.f64(number.scale());
                out.f64(number.weight());
            } else {
                SortedMap<String, Double> weights = ((CategoryTerm) term).weights();
                out.i32(weights.size());
                weights.forEach((level, weight) -> {
                    out.text(level);
                    out.f64(weight);
                });
            }
        }
    }

    private static LinearModel readLinear(ModelDecoder in, FeatureSchema schema) {
        double bias = in.f64("bias");
        List<LinearTerm> terms = new ArrayList<>(schema.size());
        for (int column = 0; column < schema.size(); column++) {
            double missingWeight = in.f64("weight of a missing value");
            terms.add(
                    schema.holdsNumbers(column)
                            ? new NumberTerm(in.f64("mean"), in.f64("scale"), in.f64("weight"), missingWeight)
                            : new CategoryTerm(levels(in, 12, decoder -> decoder.f64("weight")), missingWeight));
        }
        return new LinearModel(schema, bias, terms);
    }

    /* Levels stand in ascending order, each once, so that a model has one spelling. */
    private static SortedMap<String, Double> levels(
            ModelDecoder in, int bytesEach, ToDoubleFunction<ModelDecoder> value) {
        int size = in.count("categories", CategoryFeature.MOST_CATEGORIES, bytesEach);
        SortedMap<String, Double> levels = new TreeMap<>();
        for (int index = 0; index < size; index++) {
            String level = in.text("category");
            if (!levels.isEmpty() && levels.lastKey().compareTo(level) >= 0) {
                throw in.invalid("category \"" + level + "\" does not follow \"" + levels.lastKey() + "\"");
            }
            levels.put(level, value.applyAsDouble(in));
        }
        return levels;
    }

    private static void writeBoostedTrees(ModelEncoder out, BoostedTreesModel model) {
        for (CategoryRates rates : inOrder(model)) {
            out.f32(rates.prior());
            out.i32(rates.rates().size());
            rates.rates().forEach((level, rate) -> {
                out.text(level);
                out.f32(rate);
            });
        }
        out.f32(model.base());
        writeTrees(out, model.negative());
        writeTrees(out, model.positive());
    }

    private static List<CategoryRates> inOrder(BoostedTreesModel model) {
        return model.schema().features().stream()
                .map(feature -> model.rates().get(feature.name()))
                .filter(rates -> rates != null)
                .toList();
    }

    private static void writeTrees(ModelEncoder out, List<DecisionTree> trees) {
        out.i32(trees.size());
        for (DecisionTree tree : trees) {
            out.i32(tree.nodes());
            for (int node = 0; node < tree.nodes(); node++) {
                out.i32(tree.code(node));
                out.f32(tree.value(node));
            }
        }
    }

    private static BoostedTreesModel readBoostedTrees(ModelDecoder in, FeatureSchema schema) {
        Map<String, CategoryRates> rates = new TreeMap<>();
        for (int column = 0; column < schema.size(); column++) {
            if (!schema.holdsNumbers(column)) {
                float prior = in.f32("prior");
                SortedMap<String, Float> ofLevels = new TreeMap<>();
                levels(in, 8, decoder -> decoder.f32("rate"))
                        .forEach((level, rate) -> ofLevels.put(level, rate.floatValue()));
                rates.put(schema.feature(column).name(), new CategoryRates(prior, ofLevels));
            }
        }
        float base = in.f32("base");
        return new BoostedTreesModel(schema, base, rates, readTrees(in), readTrees(in));
    }

    private static List<DecisionTree> readTrees(ModelDecoder in) {
        int size = in.count("trees", BoostedTreesModel.MOST_TREES, 12);
        List<DecisionTree> trees = new ArrayList<>(size);
        for (int tree = 0; tree < size; tree++) {
            int nodes = in.count("nodes of a tree", DecisionTree.MOST_NODES, 8);
            int[] codes = new int[nodes];
            float[] values = new float[nodes];
            for (int node = 0; node < nodes; node++) {
                codes[node] = in.i32("code of a node");
                values[node] = in.f32("value of a node");
            }
            trees.add(DecisionTree.ofBreadthFirst(codes, values));
        }
        return trees;
    }
}
