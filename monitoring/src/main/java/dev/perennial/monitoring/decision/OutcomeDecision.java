package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides on one window of a regression, or of several classes: harm is an objective against the reference, or a slice, that
 * is worse beyond uncertainty at the level of a ticket, after correction for the number of objectives and of metrics of slices
 * (Benjamini and Hochberg, 1995). Drift is written down and asks for nothing. As of a yes-or-no question, too few labels are
 * no answer, a page needs a window that is bad beyond doubt, or one of the two before that was bad as well, and the cause says
 * what harm asks for. A challenger whose advantage pays for a replacement asks for a retraining, harm or not.
 */
public final class OutcomeDecision {
    private static final int MOST_TOLD = 3;

    private final OutcomeEvidence evidence;

    private OutcomeDecision(OutcomeEvidence evidence) {
        this.evidence = evidence;
    }

    /**
     * The verdict.
     *
     * @param objectives what must hold against the reference
     * @param policy the least maturity and number of labels, and the levels; its own objectives are not asked
     * @param earlier the smallest p values of the champion's windows before, the newest first
     */
    public static OutcomeVerdict decide(
            OutcomeEvidence evidence, List<MetricObjective> objectives, DecisionPolicy policy, List<Double> earlier) {
        return new OutcomeDecision(evidence).decide(objectives, policy, earlier);
    }

    private OutcomeVerdict decide(List<MetricObjective> objectives, DecisionPolicy policy, List<Double> earlier) {
        LabelMaturity labels = evidence.champion().labels();
        if (evidence.drift().currentRows() == 0) {
            return without(Word.SILENCE, Action.ALERT, "no row arrived in the window");
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
            return without(Word.NOT_EVALUABLE, Action.NONE, missing);
        }
        List<MetricOutcome> outcomes = objectives.stream()
                .map(objective -> objective.judge(evidence.champion(), evidence.reference()))
                .toList();
        HarmTests tests = HarmTests.measured(
                outcomes, evidence.context().map(OutcomeContext::signals).orElseGet(List::of));
        List<String> harm = tests.beyond(policy.levels().ticket());
        Harm known = harm.isEmpty() ? Harm.NONE : Harm.MEASURED;
        boolean stale = evidence.staleness()
                .filter(StalenessVerdict.ChallengerBetter.class::isInstance)
                .isPresent();
        boolean held = cause(known).filter(CauseFinding::forbidsRetraining).isPresent();
        boolean drifted = !evidence.drift().drifted().isEmpty();
        boolean asks = stale && !held;
        return verdict(
                asks ? Word.CHALLENGER_BETTER : word(known, drifted),
                asks ? asking(known) : action(known, drifted),
                asks ? asking(harm) : reasons(harm, outcomes, stale),
                outcomes,
                severity(tests.smallest(), policy.levels(), earlier),
                tests.smallest(),
                known);
    }

    private static Word word(Harm harm, boolean drifted) {
        return harm == Harm.MEASURED ? Word.HARM : drifted ? Word.DRIFT_RECORDED : Word.HEALTHY;
    }

    private static Action action(Harm harm, boolean drifted) {
        return harm == Harm.MEASURED ? Action.ALERT : drifted ? Action.RECORD : Action.NONE;
    }

    private static Action asking(Harm harm) {
        return harm == Harm.MEASURED ? Action.ALERT_AND_REQUEST_RETRAINING : Action.REQUEST_RETRAINING;
    }

    private List<String> asking(List<String> harm) {
        List<String> reasons =
                new ArrayList<>(evidence.becauseOfStaleness().stream().toList());
        reasons.addAll(told(harm));
        reasons.add(evidence.drift().because());
        return reasons;
    }

    private List<String> reasons(List<String> harm, List<MetricOutcome> outcomes, boolean stale) {
        List<String> reasons = new ArrayList<>(told(harm));
        if (harm.isEmpty()) {
            reasons.add(
                    outcomes.isEmpty() ? "no objective against the reference is declared" : "no objective is broken");
        }
        reasons.add(evidence.drift().because());
        outcomes.stream()
                .filter(MetricOutcome.NotEvaluable.class::isInstance)
                .forEach(outcome -> reasons.add(outcome.because()));
        evidence.becauseOfStaleness()
                .map(challenger -> stale
                        ? "no retraining is asked for while a fault, a burst or a promotion explains the window, though "
                                + challenger
                        : challenger)
                .ifPresent(reasons::add);
        return reasons;
    }

    /* The reasons are told as one sentence, and a column may have many slices. */
    private static List<String> told(List<String> harm) {
        if (harm.size() <= MOST_TOLD + 1) {
            return harm;
        }
        List<String> told = new ArrayList<>(harm.subList(0, MOST_TOLD));
        told.add(harm.size() - MOST_TOLD + " more metrics of the window or of its slices are worse");
        return told;
    }

    private static AlarmSeverity severity(double smallest, AlarmLevels levels, List<Double> earlier) {
        if (smallest > levels.ticket()) {
            return AlarmSeverity.LOG;
        }
        boolean repeated = smallest <= levels.pageWhenRepeated()
                && earlier.stream().limit(2).anyMatch(before -> before <= levels.pageWhenRepeated());
        return smallest <= levels.pageAtOnce() || repeated ? AlarmSeverity.PAGE : AlarmSeverity.TICKET;
    }

    private OutcomeVerdict without(Word word, Action action, String reason) {
        return verdict(
                word, action, List.of(reason, evidence.drift().because()), List.of(), AlarmSeverity.LOG, 1, Harm.NONE);
    }

    private Optional<CauseFinding> cause(Harm harm) {
        return evidence.context().map(context -> CauseFinding.of(context.cause().with(harm)));
    }

    private OutcomeVerdict verdict(
            Word word,
            Action action,
            List<String> reasons,
            List<MetricOutcome> outcomes,
            AlarmSeverity severity,
            double smallest,
            Harm harm) {
        Optional<CauseFinding> cause = cause(harm);
        List<String> sentences = new ArrayList<>(reasons);
        cause.filter(found -> found.remedy() != Remedy.NONE)
                .ifPresent(found -> sentences.add("the cause is " + found.label() + ": " + found.because()));
        return new OutcomeVerdict(
                word, action, sentences, outcomes, evidence, new OutcomeVerdict.Ruling(severity, smallest, cause));
    }
}
