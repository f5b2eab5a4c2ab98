package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.paired.MultipleTesting;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Decides on one window of a regression, or of several classes: harm is an objective against the reference that is broken
 * beyond uncertainty at the level of a ticket, after correction for the number of objectives (Benjamini and Hochberg, 1995).
 * Drift is written down and asks for nothing. As of a yes-or-no question, too few labels are no answer, and a page needs a
 * window that is bad beyond doubt, or one of the two before that was bad as well.
 */
public final class OutcomeDecision {

    private OutcomeDecision() {}

    /**
     * The verdict.
     *
     * @param objectives what must hold against the reference
     * @param policy the least maturity and number of labels, and the levels; its own objectives are not asked
     * @param earlier the smallest p values of the champion's windows before, the newest first
     */
    public static OutcomeVerdict decide(
            OutcomeEvidence evidence, List<MetricObjective> objectives, DecisionPolicy policy, List<Double> earlier) {
        LabelMaturity labels = evidence.champion().labels();
        if (evidence.drift().currentRows() == 0) {
            return without(evidence, Word.SILENCE, Action.ALERT, "no row arrived in the window");
        }
        if (labels.predictions() == 0
                || labels.share() < policy.minimumMaturity()
                || evidence.champion().rows() < policy.minimumRows()) {
            String missing = String.format(
                    Locale.ROOT,
                    "%,d of %,d labels have arrived, at least %.0f %% and %,d are needed",
                    labels.labelled(),
                    labels.predictions(),
                    100 * policy.minimumMaturity(),
                    policy.minimumRows());
            return without(evidence, Word.NOT_EVALUABLE, Action.NONE, missing);
        }
        List<MetricOutcome> outcomes = objectives.stream()
                .map(objective -> objective.judge(evidence.champion(), evidence.reference()))
                .toList();
        List<MetricOutcome> judged = outcomes.stream()
                .filter(outcome -> !(outcome instanceof MetricOutcome.NotEvaluable))
                .toList();
        double[] corrected = MultipleTesting.benjaminiHochberg(
                judged.stream().mapToDouble(MetricOutcome::pValue).toArray());
        double smallest = IntStream.range(0, corrected.length)
                .mapToDouble(at -> corrected[at])
                .min()
                .orElse(1);
        List<String> harm = IntStream.range(0, corrected.length)
                .filter(at -> corrected[at] <= policy.levels().ticket())
                .mapToObj(at -> judged.get(at).because())
                .toList();
        List<String> reasons = new ArrayList<>(harm);
        boolean drifted = !evidence.drift().drifted().isEmpty();
        if (harm.isEmpty()) {
            reasons.add(
                    outcomes.isEmpty() ? "no objective against the reference is declared" : "no objective is broken");
        }
        reasons.add(evidence.drift().because());
        outcomes.stream()
                .filter(MetricOutcome.NotEvaluable.class::isInstance)
                .forEach(outcome -> reasons.add(outcome.because()));
        return new OutcomeVerdict(
                !harm.isEmpty() ? Word.HARM : drifted ? Word.DRIFT_RECORDED : Word.HEALTHY,
                !harm.isEmpty() ? Action.ALERT : drifted ? Action.RECORD : Action.NONE,
                reasons,
                outcomes,
                evidence,
                new OutcomeVerdict.Ruling(severity(smallest, policy.levels(), earlier), smallest));
    }

    private static AlarmSeverity severity(double smallest, AlarmLevels levels, List<Double> earlier) {
        if (smallest > levels.ticket()) {
            return AlarmSeverity.LOG;
        }
        boolean repeated = smallest <= levels.pageWhenRepeated()
                && earlier.stream().limit(2).anyMatch(before -> before <= levels.pageWhenRepeated());
        return smallest <= levels.pageAtOnce() || repeated ? AlarmSeverity.PAGE : AlarmSeverity.TICKET;
    }

    private static OutcomeVerdict without(OutcomeEvidence evidence, Word word, Action action, String reason) {
        return new OutcomeVerdict(
                word,
                action,
                List.of(reason, evidence.drift().because()),
                List.of(),
                evidence,
                new OutcomeVerdict.Ruling(AlarmSeverity.LOG, 1));
    }
}
