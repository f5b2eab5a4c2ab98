package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What trees read of a row, in single precision: every number as it is, every category as its {@link CategoryRates}, of
 * which a model of several classes has one a class. NaN is missing.
 */
final class TreeInputs {

    private final FeatureSchema schema;
    private final SortedMap<String, List<CategoryRates>> rates;
    private final int[] columns;
    private final @Nullable Map<String, float[]>[] levels;
    private final float[][] priors;

    /** Inputs of a model of {@code ratesEach} rates for every category feature of the schema, and for no other. */
    TreeInputs(FeatureSchema schema, Outputs outputs, Map<String, List<CategoryRates>> rates) {
        this.schema = schema;
        SortedMap<String, List<CategoryRates>> copy = new TreeMap<>();
        rates.forEach((name, ofFeature) -> copy.put(name, List.copyOf(ofFeature)));
        this.rates = Collections.unmodifiableSortedMap(copy);
        levels = newLevels(schema.size());
        priors = new float[schema.size()][];
        Set<String> unused = new HashSet<>(rates.keySet());
        List<Integer> columnsOfInputs = new ArrayList<>();
        for (int column = 0; column < priors.length; column++) {
            int inputs = 1;
            if (!schema.holdsNumbers(column)) {
                String name = schema.feature(column).name();
                unused.remove(name);
                inputs = place(column, name, outputs);
            }
            columnsOfInputs.addAll(Collections.nCopies(inputs, column));
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid trees: rates for " + unused + ", not category features of the schema");
        }
        columns = columnsOfInputs.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many rates a category has: one for each class, or one. */
    static int ratesEach(Outputs outputs) {
        return outputs.count();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<String, float[]>[] newLevels(int size) {
        return new Map[size];
    }

    private int place(int column, String name, Outputs outputs) {
        List<CategoryRates> ofFeature = rates.get(name);
        if (ofFeature == null || ofFeature.size() != ratesEach(outputs)) {
            throw new IllegalArgumentException("Invalid trees: " + (ofFeature == null ? "no" : ofFeature.size())
                    + " rates for category feature " + name + " (" + ratesEach(outputs) + " expected)");
        }
        if (!(outputs instanceof Outputs.Value) && !ofFeature.stream().allMatch(CategoryRates::areShares)) {
            throw new IllegalArgumentException("Invalid trees: a rate of feature " + name + " is not from 0 to 1");
        }
        float[] prior = new float[ofFeature.size()];
        Map<String, float[]> ofLevels = new HashMap<>();
        for (int index = 0; index < prior.length; index++) {
            prior[index] = ofFeature.get(index).prior();
        }
        for (int index = 0; index < prior.length; index++) {
            for (Map.Entry<String, Float> rate : ofFeature.get(index).rates().entrySet()) {
                ofLevels.computeIfAbsent(rate.getKey(), level -> prior.clone())[index] = rate.getValue();
            }
        }
        priors[column] = prior;
        levels[column] = Map.copyOf(ofLevels);
        return prior.length;
    }

    FeatureSchema schema() {
        return schema;
    }

    SortedMap<String, List<CategoryRates>> rates() {
        return rates;
    }

    int size() {
        return columns.length;
    }

    /** The column that the input reads. */
    int column(int input) {
        return columns[input];
    }

    void read(FeatureRow row, float[] inputs) {
        int next = 0;
        for (int column = 0; column < levels.length; column++) {
            Map<String, float[]> ofLevels = levels[column];
            if (ofLevels == null) {
                inputs[next++] = (float) row.number(column);
            } else {
                next = readCategory(column, ofLevels, row.category(column), inputs, next);
            }
        }
    }

    private int readCategory(
            int column, Map<String, float[]> ofLevels, @Nullable String category, float[] inputs, int from) {
        float[] ofLevel = category == null ? null : ofLevels.getOrDefault(category, priors[column]);
        int next = from;
        for (int index = 0; index < priors[column].length; index++) {
            inputs[next++] = ofLevel == null ? Float.NaN : ofLevel[index];
        }
        return next;
    }

    int sizeInBytes() {
        int size = 8 * columns.length;
        for (Map<String, float[]> ofLevels : levels) {
            size += ofLevels == null ? 0 : 112 * ofLevels.size();
        }
        return size;
    }
}
