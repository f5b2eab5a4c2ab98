package dev.perennial.monitoring.drift;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What is measured on a column. */
public enum DriftMeasure {
    /** Population stability index over the reference's bins, with bins for missing and unexpected values. */
    @JsonProperty("population-stability-index")
    POPULATION_STABILITY_INDEX("PSI", 2),
    /** Largest distance between the two distribution functions, read from the bins. */
    @JsonProperty("kolmogorov-smirnov")
    KOLMOGOROV_SMIRNOV("KS distance", 4),
    /** Change of the share of missing values, either way. */
    @JsonProperty("missing-share")
    MISSING_SHARE("change of the missing share", 4),
    /** Rise or fall of the share of values without a bin: categories not counted by name, infinities. */
    @JsonProperty("unexpected-share")
    UNEXPECTED_SHARE("change of the unexpected share", 4);

    private final String label;
    private final int decimals;

    DriftMeasure(String label, int decimals) {
        this.label = label;
        this.decimals = decimals;
    }

    /** The measure as sentences name it. */
    public String label() {
        return label;
    }

    /** A value of this measure, with the digits that mean something. */
    String written(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
