package dev.perennial.monitoring.bias;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which decision people want: a loan is granted by a positive answer, a payment is blocked by one. */
public enum Favourable {
    /** Being called positive. */
    @JsonProperty("positive")
    POSITIVE,
    /** Being called negative. */
    @JsonProperty("negative")
    NEGATIVE
}
