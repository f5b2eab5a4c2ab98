package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseEvidence.Onset;
import java.util.List;
import java.util.Optional;

/**
 * Why a window differs, and what that asks for.
 *
 * <p>The first that applies: a fault of the pipeline, since rows that are wrong say nothing of the world; harm that came
 * with a promotion; one group, or the rate of labels, that explains the change, whichever explains more; labels that
 * changed at given scores; columns that drifted. Harm without any of these has an unknown cause. Without labels a shift of inputs cannot be told from one of labels or concept
 * that moves the inputs too, and the sentence says so. Without harm nothing is asked for, except that faults be repaired.
 *
 * @param cause the cause
 * @param remedy what it asks for
 * @param because one sentence with the numbers
 * @param evidence what it was found from
 */
public record CauseFinding(Cause cause, Remedy remedy, String because, CauseEvidence evidence) {

    /** Refuses an empty reason. */
    public CauseFinding {
        Require.text(because, "reason");
    }

    /** Finds the cause. */
    public static CauseFinding of(CauseEvidence evidence) {
        if (!evidence.faults().isEmpty()) {
            return finding(Cause.PIPELINE_FAULT, evidence.faults().get(0), evidence);
        }
        boolean harmed = evidence.harm() != Harm.NONE;
        if (harmed && evidence.onset() == Onset.WITH_PROMOTION) {
            return finding(Cause.PROMOTION, "harm began with the champion's term", evidence);
        }
        if (evidence.labels() instanceof LabelChange.RateShift rate
                && rate.numbers().explained() > explained(evidence.burst())) {
            return finding(Cause.LABEL_SHIFT, rate.because(), evidence);
        }
        if (evidence.burst() instanceof Burst.Found burst) {
            return finding(Cause.SUBPOPULATION_BURST, burst.because(), evidence);
        }
        if (evidence.labels() instanceof LabelChange.ConceptShift concept) {
            return finding(Cause.CONCEPT_SHIFT, concept.because(), evidence);
        }
        if (!evidence.drifted().isEmpty()) {
            return finding(Cause.COVARIATE_SHIFT, drifted(evidence.drifted()) + "; " + known(evidence), evidence);
        }
        return harmed
                ? finding(Cause.UNKNOWN, "harm without a change of columns; " + known(evidence), evidence)
                : finding(Cause.NONE, "no column drifted; " + known(evidence), evidence);
    }

    /** The cause and what it asks for, such as {@code a burst of one subpopulation (quarantine)}. */
    public String label() {
        return cause.phrase() + (remedy == Remedy.NONE ? "" : " (" + remedy.label() + ")");
    }

    /** The sentence of a verdict; empty of a cause that asks for nothing. */
    public Optional<String> told() {
        return remedy == Remedy.NONE ? Optional.empty() : Optional.of("the cause is " + label() + ": " + because);
    }

    /** Whether rows of the window are not to be learnt from, or the last lesson is to be taken back. */
    public boolean forbidsRetraining() {
        return remedy == Remedy.FIX || remedy == Remedy.QUARANTINE || remedy == Remedy.ROLL_BACK;
    }

    private static CauseFinding finding(Cause cause, String because, CauseEvidence evidence) {
        boolean asks = evidence.harm() != Harm.NONE || cause == Cause.PIPELINE_FAULT;
        return new CauseFinding(cause, asks ? cause.defaultRemedy() : Remedy.NONE, because, evidence);
    }

    private static double explained(Burst burst) {
        return burst instanceof Burst.Found found ? found.explained() : 0;
    }

    private static String known(CauseEvidence evidence) {
        return evidence.labels() instanceof LabelChange.Unchanged unchanged
                ? unchanged.because()
                : "whether labels changed at given inputs is not known";
    }

    private static String drifted(List<String> columns) {
        int shown = Math.min(3, columns.size());
        return (columns.size() == 1 ? "one column drifted: " : columns.size() + " columns drifted, most of all ")
                + String.join(", ", columns.subList(0, shown));
    }
}
