package dev.perennial.activities.training;

import dev.perennial.scoring.CategoryRates;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tribuo.ImmutableFeatureMap;

/**
 * Rows as trees read them: a missing value is left out, a number is itself, and a category is the smoothed mean of the
 * target over the training rows of its level, of several classes the share of each.
 */
final class TreeEncoding implements Encoder {

    /* How many rows of the overall mean each level's own mean is mixed with. */
    private static final double SMOOTHING_ROWS = 50;

    private final FeatureSchema schema;
    private final SortedMap<String, List<CategoryRates>> rates = new TreeMap<>();
    private final List<List<CategoryRates>> ratesByColumn = new ArrayList<>();
    // by column, the first of its inputs; in the order of the compiled model's inputs
    private final int[] firstInputs;
    private final List<String> names = new ArrayList<>();
    private final List<String> featuresOfInputs = new ArrayList<>();

    TreeEncoding(TrainingTable training, String algorithm) {
        schema = training.features().schema();
        firstInputs = new int[schema.size()];
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            firstInputs[column] = names.size();
            if (schema.holdsNumbers(column)) {
                checkSinglePrecision(training.features(), column, algorithm);
                ratesByColumn.add(List.of());
                addInput(name, name);
            } else {
                List<CategoryRates> ofFeature = rates(training, column);
                rates.put(name, ofFeature);
                ratesByColumn.add(ofFeature);
                for (int output = 0; output < ofFeature.size(); output++) {
                    addInput(ofFeature.size() == 1 ? name : name + "@" + output, name);
                }
            }
        }
    }

    private void addInput(String name, String feature) {
        names.add(name);
        featuresOfInputs.add(feature);
    }

    private static void checkSinglePrecision(FeatureTable table, int column, String algorithm) {
        double[] values = table.numbers(column);
        for (int row = 0; row < values.length; row++) {
            if (Math.abs(values[row]) > Float.MAX_VALUE) {
                throw new UntrainableDataException("Cannot train " + algorithm + ": the value " + values[row]
                        + " of feature " + table.schema().feature(column).name() + " in row " + row
                        + " is beyond single precision");
            }
        }
    }

    private static List<CategoryRates> rates(TrainingTable training, int column) {
        SortedMap<String, Integer> levels = CategoryLevels.of(training.features(), column);
        List<CategoryRates> rates = new ArrayList<>();
        for (int output = 0; output < training.outputs().count(); output++) {
            double overall = 0;
            Map<String, Double> sums = new HashMap<>();
            @Nullable String[] values = training.features().categories(column);
            for (int row = 0; row < values.length; row++) {
                String value = values[row];
                double target = training.target(row, output);
                overall += target;
                if (value != null) {
                    sums.merge(value, target, Double::sum);
                }
            }
            float prior = (float) (overall / training.rows());
            SortedMap<String, Float> ofLevels = new TreeMap<>();
            levels.forEach((level, rows) -> ofLevels.put(level, (float)
                    ((sums.getOrDefault(level, 0.0) + SMOOTHING_ROWS * prior) / (rows + SMOOTHING_ROWS))));
            rates.add(new CategoryRates(prior, ofLevels));
        }
        return rates;
    }

    FeatureSchema schema() {
        return schema;
    }

    SortedMap<String, List<CategoryRates>> rates() {
        return rates;
    }

    /** How many inputs a tree has. */
    int inputs() {
        return names.size();
    }

    @Override
    public void encode(FeatureTable table, int row, ExampleBuffer into) {
        for (int column = 0; column < schema.size(); column++) {
            int input = firstInputs[column];
            if (schema.holdsNumbers(column)) {
                double value = table.numbers(column)[row];
                if (!Double.isNaN(value)) {
                    into.add(names.get(input), value);
                }
            } else {
                String value = table.categories(column)[row];
                if (value != null) {
                    for (CategoryRates ofOutput : ratesByColumn.get(column)) {
                        into.add(names.get(input++), ofOutput.rates().getOrDefault(value, ofOutput.prior()));
                    }
                }
            }
        }
    }

    /** By Tribuo's number of a feature, which it gives by name and only to those it met, our number of the input. */
    int[] inputs(ImmutableFeatureMap features) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int input = 0; input < names.size(); input++) {
            numbers.put(names.get(input), input);
        }
        int[] inputs = new int[features.size()];
        for (int id = 0; id < inputs.length; id++) {
            String name = features.get(id).getName();
            Integer input = numbers.get(name);
            if (input == null) {
                throw new IllegalStateException("Cannot compile: unknown feature " + name);
            }
            inputs[id] = input;
        }
        return inputs;
    }

    /** What inputs have, added up by feature. */
    SortedMap<String, Double> byFeature(double[] ofInputs) {
        SortedMap<String, Double> sums = new TreeMap<>();
        for (int input = 0; input < ofInputs.length; input++) {
            sums.merge(featuresOfInputs.get(input), ofInputs[input], Double::sum);
        }
        return sums;
    }
}
