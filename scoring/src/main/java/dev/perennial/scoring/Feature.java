package dev.perennial.scoring;

import java.util.function.Function;

/** One declared input of a model: its name, whether it may be missing, and what its values are. */
public sealed interface Feature permits NumberFeature, CategoryFeature {

    /** Letters, digits and underscores, beginning with a letter. */
    String name();

    Presence presence();

    /** The answer of the function that fits this kind of feature. */
    <R> R match(Function<NumberFeature, R> number, Function<CategoryFeature, R> category);
}
