package dev.perennial.activities.monitor;

import dev.perennial.activities.monitor.WindowFindings.Answer;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricValue;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveMetric;
import dev.perennial.registry.spec.ObjectiveSpec;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertFinding.State;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a window's report of a regression, or of several classes, says of every declared objective: of a limit by the whole
 * interval, of a loss against the reference no louder than the budget of false alarms allows.
 */
final class OutcomeFindings {
    private final ModelSpec spec;
    private final OutcomeWindowReport report;
    private final Optional<OutcomeWindowReport> before;

    OutcomeFindings(ModelSpec spec, OutcomeWindowReport report, Optional<OutcomeWindowReport> before) {
        this.spec = spec;
        this.report = report;
        this.before = before;
    }

    /** The findings; an open alert on what is not declared any more finds all kept. */
    List<AlertFinding> all(List<OpenAlert> open) {
        List<AlertFinding> findings = new ArrayList<>();
        spec.objectives().forEach(objective -> findings.add(finding(objective)));
        findings.add(evaluability());
        findings.add(slices());
        findings.addAll(early(spec, report.verdict()));
        for (OpenAlert alert : open) {
            boolean covered = Silence.isCauseOf(alert)
                    || findings.stream().anyMatch(finding -> finding.cause().equals(alert.cause()));
            if (!covered) {
                findings.add(new AlertFinding(
                        alert.cause(),
                        State.KEPT,
                        Severity.TICKET,
                        Severity.PAGE,
                        Optional.empty(),
                        alert.cause() + " is not declared any more"));
            }
        }
        return findings;
    }

    /** What the verdict on a window says before its labels. */
    static List<AlertFinding> early(ModelSpec spec, OutcomeVerdict verdict) {
        return List.of(
                estimate(spec, verdict), VerdictFindings.fault(verdict.ruling().cause()));
    }

    /* Harm that is estimated before labels; a verdict by labels ends it. */
    private static AlertFinding estimate(ModelSpec spec, OutcomeVerdict verdict) {
        return VerdictFindings.estimate(
                spec,
                verdict.word(),
                verdict.because(),
                Severity.valueOf(verdict.ruling().severity().name()));
    }

    private AlertFinding evaluability() {
        boolean now = report.verdict().wasEvaluable();
        boolean earlier = before.map(known -> known.verdict().wasEvaluable()).orElse(true);
        boolean silent = report.verdict().word() == Word.SILENCE;
        return new AlertFinding(
                WindowFindings.NOT_EVALUABLE,
                now ? State.KEPT : earlier && !silent ? State.UNKNOWN : State.BROKEN,
                spec.monitor().silence().severity(),
                Severity.PAGE,
                Optional.empty(),
                now
                        ? "the window is judged"
                        : "the window cannot be judged: " + report.verdict().because());
    }

    /* Harm that no objective of the whole window shows is harm of a slice. */
    private AlertFinding slices() {
        boolean harm = report.verdict().tellsHarm()
                && report.verdict().objectives().stream().noneMatch(ObjectiveOutcome.Broken.class::isInstance);
        Severity declared = VerdictFindings.declared(spec);
        return new AlertFinding(
                WindowFindings.SLICES,
                harm ? State.BROKEN : report.verdict().wasEvaluable() ? State.KEPT : State.UNKNOWN,
                harm ? Collections.min(List.of(declared, allowed())) : declared,
                Severity.PAGE,
                Optional.empty(),
                report.verdict().because());
    }

    /* How loudly the budget of false alarms allows this window to be told. */
    private Severity allowed() {
        return Severity.valueOf(report.verdict().ruling().severity().name());
    }

    private AlertFinding finding(ObjectiveSpec objective) {
        if (objective.bound() instanceof ObjectiveSpec.WorseThanReference relative) {
            return against(objective, relative.share());
        }
        Answer answer = WindowFindings.limited(objective, estimate(objective.metric()));
        return new AlertFinding(
                WindowFindings.cause(objective),
                answer.state(),
                objective.severity(),
                Severity.PAGE,
                objective.respondWithin(),
                answer.sentence());
    }

    private Optional<Estimate> estimate(String metric) {
        if (metric.equals(ObjectiveMetric.PREDICTIONS.word())) {
            double rows = report.numbers().getOrDefault("rows", 0.0);
            return Optional.of(new Estimate.Measured(rows, rows, rows, 0.95));
        }
        boolean service = ObjectiveMetric.named(metric)
                .filter(known -> known.source() == ObjectiveMetric.Source.SERVICE)
                .isPresent();
        return service
                ? WindowFindings.service(metric, report.numbers())
                : report.verdict()
                        .evidence()
                        .champion()
                        .metric(Metric.named(metric))
                        .map(MetricValue::estimate)
                        .filter(known -> report.verdict().wasEvaluable());
    }

    private AlertFinding against(ObjectiveSpec objective, double share) {
        Optional<ObjectiveOutcome> found = report.verdict().objectives().stream()
                .filter(outcome -> outcome.objective().metric().label().equals(objective.metric())
                        && outcome.objective().worseThanReferenceBy() == share)
                .findFirst();
        State state = found.map(outcome -> outcome instanceof ObjectiveOutcome.Broken
                        ? State.BROKEN
                        : outcome instanceof ObjectiveOutcome.Kept ? State.KEPT : State.UNKNOWN)
                .orElse(State.UNKNOWN);
        return new AlertFinding(
                WindowFindings.cause(objective),
                state,
                state == State.BROKEN
                        ? Collections.min(List.of(objective.severity(), allowed()))
                        : objective.severity(),
                Severity.PAGE,
                objective.respondWithin(),
                found.map(ObjectiveOutcome::because)
                        .orElse(objective.metric() + " cannot be evaluated in this window"));
    }
}
