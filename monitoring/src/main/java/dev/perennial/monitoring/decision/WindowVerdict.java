package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.cause.CauseFinding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict on one window with what it rests on. It can be taken again: {@link #recomputed} decides anew on the evidence
 * and the policy that stand here.
 *
 * @param word the verdict
 * @param action what should be done
 * @param reasons sentences with the numbers, the decisive one first
 * @param objectives the outcome of each objective; empty when nothing was evaluable
 * @param evidence what was looked at
 * @param ruling how loudly it is told, by which policy, and why; absent in reports of the first release
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WindowVerdict(
        Word word,
        Action action,
        List<String> reasons,
        List<ObjectiveOutcome> objectives,
        WindowEvidence evidence,
        Optional<Ruling> ruling) {

    /**
     * How loudly a verdict is told, and what the alarms so far amount to.
     *
     * @param severity how loudly
     * @param smallestPValue the smallest p value of the tests for harm, corrected for their number; one without a test
     * @param cause why the window differs, where that was asked
     * @param tally the windows judged so far, this one included
     * @param policy the policy that was applied
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Ruling(
            AlarmSeverity severity,
            double smallestPValue,
            Optional<CauseFinding> cause,
            AlarmTally tally,
            DecisionPolicy policy) {

        /** Checks the number. */
        public Ruling {
            Require.share(smallestPValue, "p value");
        }

        /** What is expected of the alarms and what was achieved, in words. */
        public String alarms() {
            return policy.levels().because(tally);
        }
    }

    /** The verdict in a word. */
    public enum Word {
        /** Nothing to do. */
        @JsonProperty("healthy")
        HEALTHY,
        /** Columns changed, without proven harm: written down, nothing else. */
        @JsonProperty("drift-recorded")
        DRIFT_RECORDED,
        /** No label says so yet, and nothing that can be estimated speaks for harm. */
        @JsonProperty("presumed-healthy")
        PRESUMED_HEALTHY,
        /** An objective is broken beyond uncertainty. That alone does not say that a newer model would be better. */
        @JsonProperty("harm")
        HARM,
        /** Without labels, the metrics that can be estimated are worse beyond uncertainty. */
        @JsonProperty("harm-estimated")
        HARM_ESTIMATED,
        /** A newer model of the same recipe is better, by enough to pay for a replacement. */
        @JsonProperty("challenger-better")
        CHALLENGER_BETTER,
        /** Nothing arrived that could be judged: no row, or no label of any row. */
        @JsonProperty("silence")
        SILENCE,
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

    /**
     * Whether a retraining may answer the verdict: not without measured labels to learn from, and not where a fault, a burst
     * or the champion itself did the harm.
     */
    public boolean allowsRetraining() {
        return word != Word.SILENCE
                && word != Word.HARM_ESTIMATED
                && ruling.flatMap(Ruling::cause)
                        .filter(CauseFinding::forbidsRetraining)
                        .isEmpty();
    }

    /** The verdict decided anew; empty where the policy was not recorded. */
    public Optional<WindowVerdict> recomputed() {
        return ruling.map(recorded -> WindowDecision.decide(evidence, recorded.policy()));
    }
}
