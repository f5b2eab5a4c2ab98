package dev.perennial.monitoring.drift;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.distance.Distance;
import java.util.Locale;

/** What is measured on a column. */
public enum DriftMeasure {
    /** Population stability index over the reference's bins, with bins for missing and unexpected values. */
    @JsonProperty("population-stability-index")
    POPULATION_STABILITY_INDEX("PSI", 2),
    /** Largest distance between the two distribution functions, read from the bins. */
    @JsonProperty("kolmogorov-smirnov")
    KOLMOGOROV_SMIRNOV("KS distance", 4),
    /** Jensen-Shannon distance over the same bins. */
    @JsonProperty("jensen-shannon")
    JENSEN_SHANNON("Jensen-Shannon distance", 4),
    /** Hellinger distance over the same bins. */
    @JsonProperty("hellinger")
    HELLINGER("Hellinger distance", 4),
    /** Largest change of the share of one bin. */
    @JsonProperty("l-infinity")
    L_INFINITY("L-infinity distance", 4),
    /** Half the sum of the absolute changes of the bins' shares. */
    @JsonProperty("total-variation")
    TOTAL_VARIATION("total variation", 4),
    /** Wasserstein distance in standard deviations of the reference. */
    @JsonProperty("wasserstein")
    WASSERSTEIN("Wasserstein distance", 3),
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

    /**
     * The measure of a distance.
     *
     * @throws IllegalArgumentException if drift is not measured by it
     */
    static DriftMeasure of(Distance distance) {
        return switch (distance) {
            case POPULATION_STABILITY_INDEX -> POPULATION_STABILITY_INDEX;
            case KOLMOGOROV_SMIRNOV -> KOLMOGOROV_SMIRNOV;
            case JENSEN_SHANNON -> JENSEN_SHANNON;
            case HELLINGER -> HELLINGER;
            case L_INFINITY -> L_INFINITY;
            case TOTAL_VARIATION -> TOTAL_VARIATION;
            case WASSERSTEIN -> WASSERSTEIN;
            case CHI_SQUARE, CHI_SQUARE_AGAINST_REFERENCE, Z_SCORE, KULLBACK_LEIBLER, CRAMERS_V ->
                throw new IllegalArgumentException("Invalid measure of drift: " + distance.key()
                        + ", expected an effect that does not grow with the number of rows");
        };
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
