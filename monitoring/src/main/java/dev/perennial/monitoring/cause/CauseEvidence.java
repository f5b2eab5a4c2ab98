package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is known of a window when its cause is asked for.
 *
 * @param faults findings that a pipeline and not the world produces, as sentences; the worst first
 * @param burst whether one group explains the change
 * @param labels whether labels changed at given scores; not evaluable where there are none
 * @param drifted the columns that drifted, worst first
 * @param harm how harm is known
 * @param onset when harm began
 */
public record CauseEvidence(
        List<String> faults, Burst burst, LabelChange labels, List<String> drifted, Harm harm, Onset onset) {

    /** How harm is known. */
    public enum Harm {
        /** There is none. */
        @JsonProperty("none")
        NONE,
        /** Without labels. */
        @JsonProperty("estimated")
        ESTIMATED,
        /** From labels. */
        @JsonProperty("measured")
        MEASURED
    }

    /** When harm began, as the champion's term goes. */
    public enum Onset {
        /** In the first window of its term, while its predecessor still did well. */
        @JsonProperty("with-promotion")
        WITH_PROMOTION,
        /** Later, or it is not known. */
        @JsonProperty("within-term")
        WITHIN_TERM
    }

    /** Copies the lists. */
    public CauseEvidence {
        faults = List.copyOf(faults);
        drifted = List.copyOf(drifted);
    }

    /** The same with harm as it is known now. */
    public CauseEvidence with(Harm known) {
        return new CauseEvidence(faults, burst, labels, drifted, known, onset);
    }
}
