package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the values of a column are. */
public enum ColumnKind {
    /** Numbers. */
    @JsonProperty("number")
    NUMBER,
    /** Words of a set. */
    @JsonProperty("category")
    CATEGORY
}
