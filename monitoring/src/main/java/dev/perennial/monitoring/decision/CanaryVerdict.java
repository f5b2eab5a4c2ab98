package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What to do with a canary at this look.
 *
 * @param decision the decision
 * @param reasons sentences with the numbers, the decisive one first
 * @param labelsNeeded how many more labels a proof of non-inferiority waits for
 * @param evidence what was looked at
 */
public record CanaryVerdict(
        Decision decision, List<String> reasons, LabelsNeeded labelsNeeded, CanaryEvidence evidence) {

    /** The decision. */
    public enum Decision {
        /** Everything that was asked is proved: on to the next step. */
        @JsonProperty("promote")
        PROMOTE,
        /** Harm is proved: back to the champion, without waiting for anybody. */
        @JsonProperty("roll-back")
        ROLL_BACK,
        /** Neither is proved yet. */
        @JsonProperty("continue")
        CONTINUE,
        /** Neither was proved in the longest time allowed: a person must decide. */
        @JsonProperty("hold")
        HOLD,
        /** The measurement itself is broken: repair it and start again. */
        @JsonProperty("invalid")
        INVALID
    }

    /** Copies the list and asks for a reason. */
    public CanaryVerdict {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("Invalid verdict: no reason");
        }
    }

    /** All reasons in one sentence. */
    public String because() {
        return String.join("; ", reasons);
    }
}
