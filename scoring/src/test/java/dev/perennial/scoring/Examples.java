package dev.perennial.scoring;

import dev.perennial.scoring.DecisionTree.Missing;
import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Schemas, models and rows: small ones to compute by hand, and random ones of any shape. */
final class Examples {

    /** {@code temp}, a required number; {@code carrier}, an optional category. */
    static final FeatureSchema WEATHER = new FeatureSchema(List.of(
            new NumberFeature("temp", Presence.REQUIRED, Optional.of(new NumberFeature.Range(-40, 120))),
            new CategoryFeature("carrier", Presence.OPTIONAL, 10)));

    private static final String[] LEVELS = {"AA", "B6", "Ünïcode 航空", "", "\uD800", "9E"};

    private Examples() {}

    static FeatureRow weather(double temp, String carrier) {
        return new FeatureRow(WEATHER).setNumber(0, temp).setCategory(1, carrier);
    }

    static LinearModel linear() {
        return new LinearModel(
                WEATHER,
                0.5,
                List.of(
                        new NumberTerm(10, 4, -2, 0.25),
                        new CategoryTerm(new TreeMap<>(Map.of("AA", 1.0, "B6", -1.0)), 0.125)));
    }

    static BoostedTreesModel boosted() {
        DecisionTree onTemp = DecisionTree.builder()
                .split(0, 0, 10.5f, Missing.RIGHT, 1, 2)
                .leaf(1, 0.25f)
                .leaf(2, -0.75f)
                .build();
        DecisionTree onCarrier = DecisionTree.builder()
                .split(0, 1, 0.3f, Missing.LEFT, 7, 9)
                .leaf(7, 1.5f)
                .split(9, 0, 0f, Missing.LEFT, 4, 5)
                .leaf(4, -0.5f)
                .leaf(5, 2f)
                .build();
        CategoryRates rates = new CategoryRates(0.3f, new TreeMap<>(Map.of("AA", 0.1f, "B6", 0.6f)));
        return new BoostedTreesModel(WEATHER, 0.5f, Map.of("carrier", rates), List.of(onTemp), List.of(onCarrier));
    }

    static FeatureSchema schema(SplittableRandom random) {
        List<Feature> features = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int column = 0; column < size; column++) {
            Presence presence = random.nextBoolean() ? Presence.REQUIRED : Presence.OPTIONAL;
            features.add(
                    random.nextInt(3) > 0
                            ? new NumberFeature("n" + column, presence, Optional.empty())
                            : new CategoryFeature("c" + column, presence, 1 + random.nextInt(50)));
        }
        return new FeatureSchema(features);
    }

    static CompiledModel model(FeatureSchema schema, SplittableRandom random) {
        return switch (random.nextInt(9)) {
            case 0 -> new ConstantModel(schema, random.nextDouble());
            case 1, 2 -> linear(schema, random);
            case 3 -> linear(schema, outputs(random), random);
            case 4 -> boosted(schema, outputs(random), random);
            case 5 -> forest(schema, outputs(random), random);
            case 6 -> machine(schema, outputs(random), random);
            default -> boosted(schema, random);
        };
    }

    static RandomForestModel forest(FeatureSchema schema, Outputs outputs, SplittableRandom random) {
        List<DecisionTree> trees = new ArrayList<>();
        for (int tree = random.nextInt(5); tree >= 0; tree--) {
            trees.add(tree(schema, outputs.count(), 0, random));
        }
        return new RandomForestModel(schema, outputs, rates(schema, outputs.count(), random), trees);
    }

    static FactorizationMachineModel machine(FeatureSchema schema, Outputs outputs, SplittableRandom random) {
        int factors = 1 + random.nextInt(3);
        List<Double> biases = new ArrayList<>();
        for (int margin = 0; margin < Margins.ofLabels(outputs); margin++) {
            biases.add(random.nextDouble(-1, 1));
        }
        int each = biases.size() * (1 + factors);
        List<FactorTerm> terms = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            FactorWeights missing = weights(each, random);
            if (schema.holdsNumbers(column)) {
                terms.add(new FactorTerm.NumberFactors(
                        random.nextDouble(-50, 50), random.nextDouble(20, 90), weights(each, random), missing));
            } else {
                SortedMap<String, FactorWeights> levels = new TreeMap<>();
                for (int level = random.nextInt(LEVELS.length); level > 0; level--) {
                    levels.put(LEVELS[level], weights(each, random));
                }
                terms.add(new FactorTerm.CategoryFactors(levels, missing));
            }
        }
        return new FactorizationMachineModel(schema, outputs, factors, biases, terms);
    }

    private static FactorWeights weights(int count, SplittableRandom random) {
        return new FactorWeights(random.doubles(count, -0.7, 0.7).toArray());
    }

    static Outputs outputs(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Outputs.probability();
            case 1 -> Outputs.value();
            default -> Outputs.classes(List.of("blue", "Ünïcode", "").subList(0, 2 + random.nextInt(2)));
        };
    }

    static LinearModel linear(FeatureSchema schema, Outputs outputs, SplittableRandom random) {
        List<LinearModel.Margin> margins = new ArrayList<>();
        for (int margin = 0; margin < outputs.count(); margin++) {
            LinearModel one = linear(schema, random);
            margins.add(new LinearModel.Margin(one.bias(), one.terms()));
        }
        return new LinearModel(schema, outputs, margins);
    }

    /* Trees see as many inputs as there are columns, which is fewer than there are where a category has several. */
    static BoostedTreesModel boosted(FeatureSchema schema, Outputs outputs, SplittableRandom random) {
        List<List<DecisionTree>> groups = new ArrayList<>();
        for (int group = 0; group < Margins.ofLabels(outputs); group++) {
            groups.add(trees(schema, random));
        }
        return new BoostedTreesModel(schema, outputs, 0.5f, rates(schema, outputs.count(), random), groups);
    }

    static Map<String, List<CategoryRates>> rates(FeatureSchema schema, int each, SplittableRandom random) {
        Map<String, List<CategoryRates>> rates = new TreeMap<>();
        for (int column = 0; column < schema.size(); column++) {
            if (!schema.holdsNumbers(column)) {
                List<CategoryRates> ofFeature = new ArrayList<>();
                for (int index = 0; index < each; index++) {
                    SortedMap<String, Float> ofLevels = new TreeMap<>();
                    for (int level = random.nextInt(LEVELS.length); level > 0; level--) {
                        ofLevels.put(LEVELS[level], (float) random.nextDouble());
                    }
                    ofFeature.add(new CategoryRates((float) random.nextDouble(), ofLevels));
                }
                rates.put(schema.feature(column).name(), ofFeature);
            }
        }
        return rates;
    }

    static LinearModel linear(FeatureSchema schema, SplittableRandom random) {
        List<LinearTerm> terms = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                terms.add(new NumberTerm(
                        random.nextDouble(-50, 50),
                        random.nextDouble(0.01, 9),
                        random.nextDouble(-2, 2),
                        random.nextDouble(-1, 1)));
            } else {
                SortedMap<String, Double> weights = new TreeMap<>();
                for (int level = random.nextInt(LEVELS.length); level > 0; level--) {
                    weights.put(LEVELS[level], random.nextDouble(-2, 2));
                }
                terms.add(new CategoryTerm(weights, random.nextDouble(-1, 1)));
            }
        }
        return new LinearModel(schema, random.nextDouble(-1, 1), terms);
    }

    static BoostedTreesModel boosted(FeatureSchema schema, SplittableRandom random) {
        return boosted(schema, Outputs.probability(), random);
    }

    private static List<DecisionTree> trees(FeatureSchema schema, SplittableRandom random) {
        List<DecisionTree> trees = new ArrayList<>();
        for (int tree = random.nextInt(5); tree > 0; tree--) {
            trees.add(tree(schema, 1, -1, random));
        }
        return trees;
    }

    static DecisionTree tree(FeatureSchema schema, int width, double least, SplittableRandom random) {
        DecisionTree.Builder tree = DecisionTree.builder();
        int nodes = 1;
        for (int node = 0; node < nodes; node++) {
            if (nodes < 40 && random.nextInt(3) > 0) {
                int feature = random.nextInt(schema.size());
                float threshold =
                        (float) (schema.holdsNumbers(feature) ? random.nextDouble(-60, 60) : random.nextDouble());
                tree.split(
                        node,
                        feature,
                        threshold,
                        random.nextBoolean() ? Missing.LEFT : Missing.RIGHT,
                        nodes,
                        nodes + 1);
                nodes += 2;
            } else {
                double[] values = random.doubles(width, least, 1)
                        .map(value -> (float) value)
                        .toArray();
                double sum = Arrays.stream(values).sum();
                tree.leaf(
                        node,
                        random.nextInt(8),
                        width == 1
                                ? values
                                : Arrays.stream(values)
                                        .map(value -> value / sum)
                                        .toArray());
            }
        }
        return tree.build();
    }

    static FeatureTable table(FeatureSchema schema, int rows, SplittableRandom random) {
        Object[] columns = new Object[schema.size()];
        for (int column = 0; column < columns.length; column++) {
            double[] numbers = new double[rows];
            String[] categories = new String[rows];
            for (int row = 0; row < rows; row++) {
                boolean missing = random.nextInt(6) == 0;
                numbers[row] = missing ? Double.NaN : random.nextDouble(-100, 100);
                categories[row] = missing ? null : LEVELS[random.nextInt(LEVELS.length)];
            }
            columns[column] = schema.holdsNumbers(column) ? numbers : categories;
        }
        return FeatureTable.of(schema, columns);
    }
}
