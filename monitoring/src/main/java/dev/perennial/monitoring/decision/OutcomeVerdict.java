package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.estimation.HarmVerdict;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one window of a regression, or of several classes, in the words of {@link WindowVerdict}. It can be taken
 * again, as that one can.
 *
 * @param word the verdict
 * @param action what should be done
 * @param reasons sentences with the numbers, the decisive one first
 * @param objectives the outcome of each objective; empty when nothing was evaluable
 * @param evidence what was looked at
 * @param ruling how loudly it is told
 */
public record OutcomeVerdict(
        Word word,
        Action action,
        List<String> reasons,
        List<ObjectiveOutcome> objectives,
        OutcomeEvidence evidence,
        Ruling ruling) {

    /**
     * How loudly a verdict is told, and what the alarms so far amount to.
     *
     * @param severity how loudly
     * @param smallestPValue the smallest p value of the tests for harm, corrected for their number; one without a test
     * @param cause why the window differs, where that was asked
     * @param tally the windows judged so far, this one included; absent, as the next, in reports of releases that did not say
     * @param policy the policy that was applied
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Ruling(
            AlarmSeverity severity,
            double smallestPValue,
            Optional<CauseFinding> cause,
            Optional<AlarmTally> tally,
            Optional<DecisionPolicy> policy) {

        /** Checks the number. */
        public Ruling {
            Require.share(smallestPValue, "p value");
        }
    }

    /** Copies the lists and asks for a reason. */
    public OutcomeVerdict {
        reasons = List.copyOf(reasons);
        objectives = List.copyOf(objectives);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("Invalid verdict: no reason");
        }
    }

    /** Whether labels show harm, whatever else the verdict says. */
    public boolean tellsHarm() {
        return word == Word.HARM || action == Action.ALERT_AND_REQUEST_RETRAINING;
    }

    /** Whether labels were enough to judge by. */
    public boolean wasEvaluable() {
        return word != Word.NOT_EVALUABLE && word != Word.SILENCE;
    }

    /** Whether a retraining may answer the verdict: harm of labels to learn from, by no fault, burst or promotion. */
    public boolean allowsRetraining() {
        return word == Word.HARM
                && ruling.cause().filter(CauseFinding::forbidsRetraining).isEmpty();
    }

    /** The reasons in one sentence. */
    public String because() {
        return String.join("; ", reasons);
    }

    /** The verdict decided anew; empty where the policy was not recorded. */
    public Optional<OutcomeVerdict> recomputed() {
        return ruling.policy().map(policy -> OutcomeDecision.decide(evidence, policy));
    }

    /** The same verdict; where labels were too few to judge by, with what is estimated in their place. */
    public OutcomeVerdict beside(List<HarmVerdict> harm) {
        if (wasEvaluable() || harm.isEmpty()) {
            return this;
        }
        OutcomeEvidence expecting =
                evidence.expecting(harm.stream().map(HarmVerdict::told).toList());
        return ruling.policy()
                .map(policy -> OutcomeDecision.decide(expecting, policy))
                .orElse(this);
    }
}
