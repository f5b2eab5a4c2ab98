package dev.perennial.scoring;

import java.util.function.Function;

/** A feature whose values are words; a model learns at most {@code maxCategories} of them, the most frequent ones. */
public record CategoryFeature(String name, Presence presence, int maxCategories) implements Feature {

    public static final int MOST_CATEGORIES = 100_000;

    public CategoryFeature {
        FeatureNames.check(name);
        if (maxCategories < 1 || maxCategories > MOST_CATEGORIES) {
            throw new IllegalArgumentException("Invalid number of categories of feature " + name + ": " + maxCategories
                    + " (1 to " + MOST_CATEGORIES + " are allowed)");
        }
    }

    @Override
    public <R> R match(Function<NumberFeature, R> number, Function<CategoryFeature, R> category) {
        return category.apply(this);
    }
}
