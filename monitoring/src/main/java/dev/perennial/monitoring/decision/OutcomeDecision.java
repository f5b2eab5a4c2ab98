package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides on one window of a regression, or of several classes, as {@link WindowDecision} does on one of a yes-or-no question:
 * harm is an objective against the reference, or a slice, that is worse beyond uncertainty at the level of a ticket, after
 * correction for the number of objectives and of metrics of slices (Benjamini and Hochberg, 1995). Drift is written down and
 * asks for nothing. Too few labels are no answer; while they are not due, estimates are asked. A page needs a window that is bad
 * beyond doubt, or one of the two before that was bad as well, and the cause says what harm asks for. A challenger whose advantage
 * pays for a replacement asks for a retraining, harm or not.
 */
public final class OutcomeDecision {
    private static final int MOST_TOLD = 3;

    private final OutcomeEvidence evidence;
    private final DecisionPolicy policy;
    private final WindowContext context;

    private OutcomeDecision(OutcomeEvidence evidence, DecisionPolicy policy) {
        this.evidence = evidence;
        this.policy = policy;
        context = evidence.context().orElseGet(WindowContext::none);
    }

    /** Decides. */
    public static OutcomeVerdict decide(OutcomeEvidence evidence, DecisionPolicy policy) {
        return new OutcomeDecision(evidence, policy).decide();
    }

    private OutcomeVerdict decide() {
        if (evidence.drift().currentRows() == 0) {
            return silence("no row arrived in the window");
        }
        LabelMaturity labels = evidence.champion().labels();
        if (labels.share() >= policy.minimumMaturity() && evidence.champion().rows() >= policy.minimumRows()) {
            return byLabels();
        }
        String missing = String.format(
                Locale.ROOT,
                "%,d of %,d labels have arrived, at least %.0f %% and %,d are needed",
                labels.labelled(),
                labels.predictions(),
                100 * policy.minimumMaturity(),
                policy.minimumRows());
        if (context.estimated()) {
            EstimatedHarm found = EstimatedHarm.of(context, evidence.drift(), policy.levels(), missing);
            return verdict(
                    found.word(),
                    found.action(),
                    found.reasons(),
                    List.of(),
                    found.severity(),
                    found.tests(),
                    found.harm());
        }
        boolean due = context.awaiting().isEmpty();
        return due && labels.labelled() == 0 && labels.predictions() >= policy.minimumRows()
                ? silence("none of " + labels.predictions() + " labels has arrived")
                : notEvaluable(context.awaiting().orElse(missing), List.of());
    }

    private OutcomeVerdict byLabels() {
        List<ObjectiveOutcome> outcomes = policy.objectives().stream()
                .map(objective -> objective.judge(evidence.champion(), evidence.reference()))
                .toList();
        HarmTests tests = HarmTests.measured(outcomes, context);
        List<String> harm = tests.beyond(policy.levels().ticket());
        Harm known = harm.isEmpty() ? Harm.NONE : Harm.MEASURED;
        boolean stale = evidence.staleness()
                .filter(StalenessVerdict.ChallengerBetter.class::isInstance)
                .isPresent();
        boolean held =
                context.causeOf(known).filter(CauseFinding::forbidsRetraining).isPresent();
        Optional<ObjectiveOutcome> open = outcomes.stream()
                .filter(ObjectiveOutcome.NotEvaluable.class::isInstance)
                .findFirst();
        if (open.isPresent() && harm.isEmpty() && !stale) {
            return notEvaluable(open.get().because(), outcomes);
        }
        boolean drifted = !evidence.drift().drifted().isEmpty();
        boolean asks = stale && !held;
        return verdict(
                asks ? Word.CHALLENGER_BETTER : word(known, drifted),
                asks ? asking(known) : action(known, drifted),
                asks ? asking(harm) : reasons(harm, outcomes, stale),
                outcomes,
                policy.levels().severity(tests.smallest(), context.earlier()),
                tests,
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

    private List<String> reasons(List<String> harm, List<ObjectiveOutcome> outcomes, boolean stale) {
        List<String> reasons = new ArrayList<>(told(harm));
        if (harm.isEmpty()) {
            reasons.add(
                    outcomes.isEmpty() ? "no objective against the reference is declared" : "no objective is broken");
        }
        reasons.add(evidence.drift().because());
        outcomes.stream()
                .filter(ObjectiveOutcome.NotEvaluable.class::isInstance)
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

    private OutcomeVerdict silence(String reason) {
        return unknown(Word.SILENCE, Action.ALERT, AlarmSeverity.TICKET, reason, List.of());
    }

    private OutcomeVerdict notEvaluable(String reason, List<ObjectiveOutcome> outcomes) {
        return unknown(Word.NOT_EVALUABLE, Action.WAIT, AlarmSeverity.LOG, reason, outcomes);
    }

    private OutcomeVerdict unknown(
            Word word, Action action, AlarmSeverity severity, String reason, List<ObjectiveOutcome> outcomes) {
        List<String> reasons = new ArrayList<>(List.of(reason));
        evidence.expected().ifPresent(reasons::addAll);
        reasons.add(evidence.drift().because());
        return verdict(word, action, reasons, outcomes, severity, HarmTests.none(), Harm.NONE);
    }

    private OutcomeVerdict verdict(
            Word word,
            Action action,
            List<String> reasons,
            List<ObjectiveOutcome> outcomes,
            AlarmSeverity severity,
            HarmTests tests,
            Harm harm) {
        Optional<CauseFinding> cause = context.causeOf(harm);
        List<String> sentences = new ArrayList<>(reasons);
        cause.flatMap(CauseFinding::told).ifPresent(sentences::add);
        return new OutcomeVerdict(
                word,
                action,
                sentences,
                outcomes,
                evidence,
                new OutcomeVerdict.Ruling(
                        severity,
                        tests.smallest(),
                        cause,
                        Optional.of(context.tally().plus(severity)),
                        Optional.of(policy)));
    }
}
