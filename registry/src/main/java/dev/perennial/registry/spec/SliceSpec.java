package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A part of the traffic on which every metric is reported apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SliceSpec.ByFeature.class, name = "by-feature"),
    @JsonSubTypes.Type(value = SliceSpec.Where.class, name = "where")
})
public sealed interface SliceSpec {
    /** What the slices are called in reports. */
    String name();

    /** One slice for each value of a category. */
    record ByFeature(String feature) implements SliceSpec {
        @Override
        public String name() {
            return feature;
        }
    }

    /** The rows for which a condition holds. */
    record Where(String name, SliceCondition condition) implements SliceSpec {}
}
