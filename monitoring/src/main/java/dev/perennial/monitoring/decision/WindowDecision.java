package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to do about one window. Two questions are kept apart: is the service harmed (an objective is broken: alert), and
 * would a newer model be better (the challenger's proven advantage: ask for a retraining). Drift alone is written down; it
 * never retrains and never alerts. Nothing is decided while labels are still coming.
 */
public final class WindowDecision {

    private WindowDecision() {}

    /** Decides. */
    public static WindowVerdict decide(WindowEvidence evidence, DecisionPolicy policy) {
        LabelMaturity labels = evidence.champion().labels();
        if (labels.share() < policy.minimumMaturity()) {
            return notEvaluable(
                    evidence,
                    List.of(),
                    String.format(
                            Locale.ROOT,
                            "%d of %d labels have arrived (%.1f %%), at least %.0f %% are needed",
                            labels.labelled(),
                            labels.predictions(),
                            100 * labels.share(),
                            100 * policy.minimumMaturity()));
        }
        if (evidence.champion().rows() < policy.minimumRows()) {
            return notEvaluable(
                    evidence,
                    List.of(),
                    evidence.champion().rows() + " labelled rows, at least " + policy.minimumRows() + " are needed");
        }
        List<ObjectiveOutcome> outcomes = policy.objectives().stream()
                .map(objective -> objective.judge(evidence.champion(), evidence.reference()))
                .toList();
        List<String> broken = outcomes.stream()
                .filter(ObjectiveOutcome.Broken.class::isInstance)
                .map(ObjectiveOutcome::because)
                .toList();
        boolean stale = evidence.staleness() instanceof StalenessVerdict.ChallengerBetter;
        List<String> reasons = new ArrayList<>();
        if (stale) {
            reasons.add(evidence.staleness().because());
            reasons.addAll(broken);
            return new WindowVerdict(
                    Word.CHALLENGER_BETTER,
                    broken.isEmpty() ? Action.REQUEST_RETRAINING : Action.ALERT_AND_REQUEST_RETRAINING,
                    reasons,
                    outcomes,
                    evidence);
        }
        if (!broken.isEmpty()) {
            reasons.addAll(broken);
            reasons.add(evidence.staleness().because());
            return new WindowVerdict(Word.HARM, Action.ALERT, reasons, outcomes, evidence);
        }
        for (ObjectiveOutcome outcome : outcomes) {
            if (outcome instanceof ObjectiveOutcome.NotEvaluable) {
                return notEvaluable(evidence, outcomes, outcome.because());
            }
        }
        if (!evidence.drift().drifted().isEmpty()) {
            reasons.add(evidence.drift().because() + "; no objective is broken");
            outcomes.forEach(outcome -> reasons.add(outcome.because()));
            reasons.add(evidence.staleness().because());
            return new WindowVerdict(Word.DRIFT_RECORDED, Action.RECORD, reasons, outcomes, evidence);
        }
        reasons.add("every objective is kept and " + evidence.drift().because());
        outcomes.forEach(outcome -> reasons.add(outcome.because()));
        reasons.add(evidence.staleness().because());
        return new WindowVerdict(Word.HEALTHY, Action.NONE, reasons, outcomes, evidence);
    }

    private static WindowVerdict notEvaluable(WindowEvidence evidence, List<ObjectiveOutcome> outcomes, String reason) {
        return new WindowVerdict(Word.NOT_EVALUABLE, Action.WAIT, List.of(reason), outcomes, evidence);
    }
}
