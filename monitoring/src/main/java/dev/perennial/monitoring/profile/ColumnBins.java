package dev.perennial.monitoring.profile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the values of one column are sorted into bins; frozen with the reference, never refitted on current data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumericBins.class, name = "numeric"),
    @JsonSubTypes.Type(value = CategoryBins.class, name = "category")
})
public sealed interface ColumnBins permits NumericBins, CategoryBins {}
