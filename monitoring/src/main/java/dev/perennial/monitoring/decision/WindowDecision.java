package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Ruling;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do about one window. Two questions are kept apart: is the service harmed (an objective is broken, or without
 * labels an estimate is worse, beyond what the declared budget of false alarms allows: alert), and would a newer model be
 * better (the challenger's advantage pays for a replacement: ask for a retraining). Drift alone is written down; it never
 * retrains and never alerts.
 *
 * <p>Harm is an effect beyond its floor, beyond its noise at this number of rows, corrected for all metrics and slices that
 * were tested. It is a ticket in one window; it pages when it is beyond doubt, or when it comes in two of three windows; an
 * estimate alone never pages at once. An estimate by which harm is less likely than not is a suspicion: it is written down,
 * and told only where the window's change is the burst of one group. That is a finding of another kind, it names the rows
 * to look at, and setting them aside is the cheapest of all remedies. Harm by a fault, a burst or a promotion is not
 * answered by a retraining. Nothing is decided by labels while they are still coming, and silence is a verdict of its own.
 */
public final class WindowDecision {
    private final WindowEvidence evidence;
    private final DecisionPolicy policy;
    private final WindowContext context;

    private WindowDecision(WindowEvidence evidence, DecisionPolicy policy) {
        this.evidence = evidence;
        this.policy = policy;
        context = evidence.context().orElseGet(WindowContext::none);
    }

    /** Decides. */
    public static WindowVerdict decide(WindowEvidence evidence, DecisionPolicy policy) {
        return new WindowDecision(evidence, policy).decide();
    }

    private WindowVerdict decide() {
        Optional<String> silence = silence();
        if (silence.isPresent()) {
            return verdict(
                    Word.SILENCE,
                    Action.ALERT,
                    AlarmSeverity.TICKET,
                    List.of(silence.get()),
                    List.of(),
                    HarmTests.none(),
                    Harm.NONE);
        }
        Optional<String> tooFewLabels = tooFewLabels();
        if (tooFewLabels.isPresent()) {
            return context.estimated()
                    ? byEstimates(tooFewLabels.get())
                    : notEvaluable(List.of(), context.awaiting().orElseGet(tooFewLabels::get));
        }
        return byLabels();
    }

    private WindowVerdict byEstimates(String missing) {
        EstimatedHarm found = EstimatedHarm.of(context, evidence.drift(), policy.levels(), missing);
        return verdict(
                found.word(),
                found.action(),
                found.severity(),
                found.reasons(),
                List.of(),
                found.tests(),
                found.harm());
    }

    private WindowVerdict byLabels() {
        List<ObjectiveOutcome> outcomes = policy.objectives().stream()
                .map(objective -> objective.judge(evidence.champion(), evidence.reference()))
                .toList();
        HarmTests tests = HarmTests.measured(outcomes, context);
        List<String> harm = tests.beyond(policy.levels().ticket());
        boolean stale = evidence.staleness() instanceof StalenessVerdict.ChallengerBetter;
        if (stale || !harm.isEmpty()) {
            return asking(outcomes, tests, harm, stale);
        }
        for (ObjectiveOutcome outcome : outcomes) {
            if (outcome instanceof ObjectiveOutcome.NotEvaluable) {
                return notEvaluable(outcomes, outcome.because());
            }
        }
        boolean drifted = !evidence.drift().drifted().isEmpty();
        List<String> reasons = new ArrayList<>();
        reasons.add(
                drifted
                        ? evidence.drift().because() + "; no objective is broken"
                        : "every objective is kept and " + evidence.drift().because());
        outcomes.forEach(outcome -> reasons.add(outcome.because()));
        reasons.add(evidence.staleness().because());
        return verdict(
                drifted ? Word.DRIFT_RECORDED : Word.HEALTHY,
                drifted ? Action.RECORD : Action.NONE,
                AlarmSeverity.LOG,
                reasons,
                outcomes,
                tests,
                Harm.NONE);
    }

    private WindowVerdict asking(List<ObjectiveOutcome> outcomes, HarmTests tests, List<String> harm, boolean stale) {
        Harm known = harm.isEmpty() ? Harm.NONE : Harm.MEASURED;
        boolean held =
                context.causeOf(known).filter(CauseFinding::forbidsRetraining).isPresent();
        List<String> reasons = new ArrayList<>();
        if (stale && !held) {
            reasons.add(evidence.staleness().because());
            reasons.addAll(harm);
            return verdict(
                    Word.CHALLENGER_BETTER,
                    harm.isEmpty() ? Action.REQUEST_RETRAINING : Action.ALERT_AND_REQUEST_RETRAINING,
                    severity(tests),
                    reasons,
                    outcomes,
                    tests,
                    known);
        }
        reasons.addAll(harm);
        if (harm.isEmpty()) {
            reasons.add("no retraining is asked for while a fault lasts, though "
                    + evidence.staleness().because());
        } else {
            reasons.add(evidence.staleness().because());
        }
        return verdict(
                harm.isEmpty() ? Word.DRIFT_RECORDED : Word.HARM,
                harm.isEmpty() ? Action.RECORD : Action.ALERT,
                severity(tests),
                reasons,
                outcomes,
                tests,
                known);
    }

    private AlarmSeverity severity(HarmTests tests) {
        return policy.levels().severity(tests.smallest(), context.earlier());
    }

    private Optional<String> silence() {
        if (evidence.drift().currentRows() == 0) {
            return Optional.of("no row arrived in the window");
        }
        LabelMaturity labels = evidence.champion().labels();
        return labels.labelled() == 0
                        && labels.predictions() >= policy.minimumRows()
                        && !context.estimated()
                        && context.awaiting().isEmpty()
                ? Optional.of("none of " + labels.predictions() + " labels has arrived")
                : Optional.empty();
    }

    private Optional<String> tooFewLabels() {
        LabelMaturity labels = evidence.champion().labels();
        if (labels.share() < policy.minimumMaturity()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%d of %d labels have arrived (%.1f %%), at least %.0f %% are needed",
                    labels.labelled(),
                    labels.predictions(),
                    100 * labels.share(),
                    100 * policy.minimumMaturity()));
        }
        return evidence.champion().rows() < policy.minimumRows()
                ? Optional.of(
                        evidence.champion().rows() + " labelled rows, at least " + policy.minimumRows() + " are needed")
                : Optional.empty();
    }

    private WindowVerdict notEvaluable(List<ObjectiveOutcome> outcomes, String reason) {
        return verdict(
                Word.NOT_EVALUABLE,
                Action.WAIT,
                AlarmSeverity.LOG,
                List.of(reason),
                outcomes,
                HarmTests.none(),
                Harm.NONE);
    }

    private WindowVerdict verdict(
            Word word,
            Action action,
            AlarmSeverity severity,
            List<String> reasons,
            List<ObjectiveOutcome> outcomes,
            HarmTests tests,
            Harm harm) {
        Optional<CauseFinding> cause = context.causeOf(harm);
        List<String> sentences = new ArrayList<>(reasons);
        cause.flatMap(CauseFinding::told).ifPresent(sentences::add);
        return new WindowVerdict(
                word,
                action,
                sentences,
                outcomes,
                evidence,
                Optional.of(new Ruling(
                        severity, tests.smallest(), cause, context.tally().plus(severity), policy)));
    }
}
