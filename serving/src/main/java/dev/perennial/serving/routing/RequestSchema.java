package dev.perennial.serving.routing;

import dev.perennial.registry.spec.FeatureSpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;

/** The features that a request of a model may or must give: its declaration in the terms of scoring. */
final class RequestSchema {
    private static final int DEFAULT_CATEGORIES = 64;

    private RequestSchema() {}

    static FeatureSchema of(ModelSpec spec) {
        return new FeatureSchema(
                spec.features().stream().map(RequestSchema::feature).toList());
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
