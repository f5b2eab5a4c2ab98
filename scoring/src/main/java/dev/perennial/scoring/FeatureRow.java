package dev.perennial.scoring;

import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One row of values in the order of a schema, reusable: a thread fills it, scores it, clears it and fills it again. A
 * new or cleared row has every value missing. Not thread-safe.
 */
public final class FeatureRow {

    private final FeatureSchema schema;
    private final double[] numbers;
    private final @Nullable String[] categories;

    public FeatureRow(FeatureSchema schema) {
        this.schema = schema;
        numbers = new double[schema.size()];
        categories = new String[schema.size()];
        Arrays.fill(numbers, Double.NaN);
    }

    public FeatureSchema schema() {
        return schema;
    }

    /** The number in that column, NaN if it is missing or the column holds categories. */
    public double number(int column) {
        return numbers[column];
    }

    /** The category in that column, null if it is missing or the column holds numbers. */
    public @Nullable String category(int column) {
        return categories[column];
    }

    /** NaN makes the value missing; an infinity is refused. */
    public FeatureRow setNumber(int column, double value) {
        schema.requireNumbers(column);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("Invalid value of feature "
                    + schema.feature(column).name() + ": " + value + " (a finite number is expected)");
        }
        numbers[column] = value;
        return this;
    }

    /** Null makes the value missing. */
    public FeatureRow setCategory(int column, @Nullable String value) {
        schema.requireCategories(column);
        categories[column] = value;
        return this;
    }

    public boolean missing(int column) {
        return schema.holdsNumbers(column) ? Double.isNaN(numbers[column]) : categories[column] == null;
    }

    /** The first column that is required and missing; empty if the row is complete. */
    public OptionalInt firstMissingRequired() {
        for (int column = 0; column < numbers.length; column++) {
            if (missing(column) && schema.feature(column).presence() == Presence.REQUIRED) {
                return OptionalInt.of(column);
            }
        }
        return OptionalInt.empty();
    }

    /** Another row with the same values. */
    public FeatureRow copy() {
        FeatureRow copy = new FeatureRow(schema);
        System.arraycopy(numbers, 0, copy.numbers, 0, numbers.length);
        System.arraycopy(categories, 0, copy.categories, 0, categories.length);
        return copy;
    }

    /** Makes every value missing. */
    public void clear() {
        Arrays.fill(numbers, Double.NaN);
        Arrays.fill(categories, null);
    }

    /* For tables, whose values were checked when the table was made. */
    void load(int column, double number) {
        numbers[column] = number;
    }

    void load(int column, @Nullable String category) {
        categories[column] = category;
    }
}
