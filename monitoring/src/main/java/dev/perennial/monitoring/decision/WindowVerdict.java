package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * The verdict on one window with what it rests on.
 *
 * @param word the verdict
 * @param action what should be done
 * @param reasons sentences with the numbers, the decisive one first
 * @param objectives the outcome of each objective; empty when nothing was evaluable
 * @param evidence what was looked at
 */
public record WindowVerdict(
        Word word, Action action, List<String> reasons, List<ObjectiveOutcome> objectives, WindowEvidence evidence) {

    /** The verdict in a word. */
    public enum Word {
        /** Nothing to do. */
        @JsonProperty("healthy")
        HEALTHY,
        /** Columns changed, without proven harm: written down, nothing else. */
        @JsonProperty("drift-recorded")
        DRIFT_RECORDED,
        /** An objective is broken beyond uncertainty. That alone does not say that a newer model would be better. */
        @JsonProperty("harm")
        HARM,
        /** A newer model of the same recipe is better, proved over the champion's term. */
        @JsonProperty("challenger-better")
        CHALLENGER_BETTER,
        /** Too little is known. */
        @JsonProperty("not-evaluable")
        NOT_EVALUABLE;

        /** The word as it is written on the wire, such as {@code drift-recorded}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a verdict recommends. */
    public enum Action {
        /** Nothing. */
        @JsonProperty("none")
        NONE,
        /** Write it on the timeline. */
        @JsonProperty("record")
        RECORD,
        /** Raise an alert. */
        @JsonProperty("alert")
        ALERT,
        /** Ask for a retraining. */
        @JsonProperty("request-retraining")
        REQUEST_RETRAINING,
        /** Raise an alert and ask for a retraining. */
        @JsonProperty("alert-and-request-retraining")
        ALERT_AND_REQUEST_RETRAINING,
        /** Wait for labels; alert when this goes on. */
        @JsonProperty("wait")
        WAIT
    }

    /** Copies the lists and asks for a reason. */
    public WindowVerdict {
        reasons = List.copyOf(reasons);
        objectives = List.copyOf(objectives);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("Invalid verdict: no reason");
        }
    }

    /** The decisive sentence. */
    public String because() {
        return reasons.get(0);
    }
}
