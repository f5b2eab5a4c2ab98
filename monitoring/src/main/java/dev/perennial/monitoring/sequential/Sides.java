package dev.perennial.monitoring.sequential;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an interval's error probability is spent on one limit or on both. */
public enum Sides {
    /** All of it on one limit; the other one must not be used. */
    @JsonProperty("one")
    @JsonAlias("ONE")
    ONE(1),
    /** Half of it on each limit. */
    @JsonProperty("two")
    @JsonAlias("TWO")
    TWO(2);

    private final int tails;

    Sides(int tails) {
        this.tails = tails;
    }

    int tails() {
        return tails;
    }
}
