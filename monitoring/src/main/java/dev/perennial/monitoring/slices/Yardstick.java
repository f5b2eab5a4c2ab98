package dev.perennial.monitoring.slices;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What makes a slice weak. */
public enum Yardstick {
    /** A larger loss than other rows have; rows that are hard for any model count too. */
    @JsonProperty("loss")
    LOSS,
    /** A larger loss than the model's own scores promise, compared with other rows: it is overconfident there. */
    @JsonProperty("beyond-promise")
    BEYOND_PROMISE
}
