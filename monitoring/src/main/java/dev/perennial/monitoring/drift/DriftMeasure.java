package dev.perennial.monitoring.drift;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is measured on a column. */
public enum DriftMeasure {
    /** Population stability index over the reference's bins, with bins for missing and unexpected values. */
    @JsonProperty("population-stability-index")
    POPULATION_STABILITY_INDEX,
    /** Largest distance between the two distribution functions, read from the bins. */
    @JsonProperty("kolmogorov-smirnov")
    KOLMOGOROV_SMIRNOV,
    /** Change of the share of missing values, either way. */
    @JsonProperty("missing-share")
    MISSING_SHARE,
    /** Rise or fall of the share of values without a bin: categories not counted by name, infinities. */
    @JsonProperty("unexpected-share")
    UNEXPECTED_SHARE
}
