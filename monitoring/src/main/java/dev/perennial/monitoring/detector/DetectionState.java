package dev.perennial.monitoring.detector;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a {@link Detector} says after a value. */
public enum DetectionState {
    /** Nothing points to a change. */
    @JsonProperty("stable")
    STABLE,
    /** A change is suspected. Page-Hinkley, ADWIN and KSWIN know no such state. */
    @JsonProperty("warning")
    WARNING,
    /** The distribution of the values has changed. */
    @JsonProperty("drift")
    DRIFT
}
