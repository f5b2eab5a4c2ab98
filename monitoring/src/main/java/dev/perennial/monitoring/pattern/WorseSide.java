package dev.perennial.monitoring.pattern;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which departures of a metric from its baseline count. */
public enum WorseSide {
    /** Falls, as of watched hours. */
    @JsonProperty("lower")
    LOWER,
    /** Rises, as of an error rate. */
    @JsonProperty("higher")
    HIGHER,
    /** Both, as of a volume. */
    @JsonProperty("either")
    EITHER
}
