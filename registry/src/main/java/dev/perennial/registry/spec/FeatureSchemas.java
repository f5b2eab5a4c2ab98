package dev.perennial.registry.spec;

import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;

/** The declared features of a model as the schema that requests, logged rows and compiled models share. */
public final class FeatureSchemas {
    private static final int DEFAULT_CATEGORIES = 64;

    private FeatureSchemas() {}

    /** The schema in the order of the declaration. */
    public static FeatureSchema of(ModelSpec spec) {
        return new FeatureSchema(
                spec.features().stream().map(FeatureSchemas::feature).toList());
    }

    private static Feature feature(FeatureSpec feature) {
        Presence presence = switch (feature.presence()) {
            case REQUIRED -> Presence.REQUIRED;
            case OPTIONAL -> Presence.OPTIONAL;
        };
        return switch (feature.type()) {
            case NUMBER ->
                new NumberFeature(
                        feature.name(),
                        presence,
                        feature.range().map(range -> new NumberFeature.Range(range.low(), range.high())));
            case CATEGORY ->
                new CategoryFeature(
                        feature.name(), presence, feature.maxCategories().orElse(DEFAULT_CATEGORIES));
        };
    }
}
