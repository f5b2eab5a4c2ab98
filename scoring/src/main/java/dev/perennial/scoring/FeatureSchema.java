package dev.perennial.scoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The features of a model in their order; a row, a table and a compiled model agree when their schemas are equal.
 * Immutable and safe for concurrent use.
 */
public final class FeatureSchema {

    public static final int MOST_FEATURES = 4096;

    private final List<Feature> features;
    private final Map<String, Integer> columns;
    private final boolean[] numbers;
    private final int hash;
    /* What was found equal last: rows come by the million with the same schema. A race costs a comparison. */
    private @Nullable Object twin;

    public FeatureSchema(List<Feature> features) {
        this.features = List.copyOf(features);
        if (this.features.isEmpty() || this.features.size() > MOST_FEATURES) {
            throw new IllegalArgumentException("Invalid feature schema: " + this.features.size() + " features (1 to "
                    + MOST_FEATURES + " are allowed)");
        }
        columns = new HashMap<>(2 * this.features.size());
        numbers = new boolean[this.features.size()];
        for (int column = 0; column < numbers.length; column++) {
            Feature feature = this.features.get(column);
            if (columns.putIfAbsent(feature.name(), column) != null) {
                throw new IllegalArgumentException(
                        "Invalid feature schema: two features are named \"" + feature.name() + "\"");
            }
            numbers[column] = feature instanceof NumberFeature;
        }
        hash = this.features.hashCode();
    }

    public List<Feature> features() {
        return features;
    }

    public int size() {
        return numbers.length;
    }

    /** The column of the feature of that name; empty if there is none. */
    public OptionalInt indexOf(String name) {
        Integer column = columns.get(name);
        return column == null ? OptionalInt.empty() : OptionalInt.of(column);
    }

    public Feature feature(int column) {
        return features.get(column);
    }

    /** Whether the column holds numbers; a column that does not holds categories. */
    public boolean holdsNumbers(int column) {
        return numbers[column];
    }

    void requireNumbers(int column) {
        if (!numbers[column]) {
            throw new IllegalArgumentException(
                    "Invalid use of feature " + feature(column).name() + ": it holds categories, not numbers");
        }
    }

    void requireCategories(int column) {
        if (numbers[column]) {
            throw new IllegalArgumentException(
                    "Invalid use of feature " + feature(column).name() + ": it holds numbers, not categories");
        }
    }

    void requireSame(FeatureSchema other) {
        if (!equals(other)) {
            throw new IllegalArgumentException(
                    "Invalid row: its schema has features " + other.names() + ", the model expects " + names());
        }
    }

    private List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    @Override
    public boolean equals(Object other) {
        if (this == other || (other != null && other == twin)) {
            return true;
        }
        boolean equal = other instanceof FeatureSchema that && hash == that.hash && features.equals(that.features);
        if (equal) {
            twin = other;
        }
        return equal;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "FeatureSchema" + features;
    }
}
