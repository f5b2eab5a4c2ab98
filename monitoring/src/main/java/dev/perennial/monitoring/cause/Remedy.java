package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What is done about a cause. */
public enum Remedy {
    /** Nothing. */
    @JsonProperty("none")
    NONE,
    /** Repair the pipeline; until then its rows are not to be learnt from. */
    @JsonProperty("fix")
    FIX,
    /** Keep the group's rows out of training and answer them by the fallback or a person. */
    @JsonProperty("quarantine")
    QUARANTINE,
    /** Judge, and if need be serve, the changed part of the inputs apart. */
    @JsonProperty("segment")
    SEGMENT,
    /** Shift the scores to the new rate of labels. */
    @JsonProperty("recalibrate")
    RECALIBRATE,
    /** Ask for a retraining on rows since the change. */
    @JsonProperty("retrain")
    RETRAIN,
    /** Take the promotion back. */
    @JsonProperty("roll-back")
    ROLL_BACK,
    /** Ask a person. */
    @JsonProperty("investigate")
    INVESTIGATE;

    /** The remedy as it is written, such as {@code roll-back}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
