package dev.perennial.monitoring.detector;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whose reading of a paper a detector follows where implementations differ. Alarms depend on it: on one error stream of
 * Elec2, EDDM raises 98 in one and 93 in another, ADWIN 8 and 4, STEPD 63 and 83.
 */
public enum Convention {
    /** As MOA, without its faults: see {@link DetectorSettings.Stepd}. */
    @JsonProperty("standard")
    STANDARD,
    /** As MOA 2024.07. */
    @JsonProperty("moa")
    MOA,
    /** As Frouros 0.9. */
    @JsonProperty("frouros")
    FROUROS
}
