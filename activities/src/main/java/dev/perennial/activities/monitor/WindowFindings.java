package dev.perennial.activities.monitor;

import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveMetric;
import dev.perennial.registry.spec.ObjectiveSpec;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertFinding.State;
import dev.perennial.workflows.monitor.WindowReport;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a window's report says of every declared objective, of harm that was estimated, and of faults. A limit is broken when
 * the whole interval of the metric lies beyond it. A loss against the reference is told no louder than the budget of false
 * alarms allows, whatever its objective declares. Drift is no finding: it is written down, and alone neither pages nor opens
 * a ticket.
 */
final class WindowFindings {
    static final String NOT_EVALUABLE = "not-evaluable";
    static final String SLICES = "slices";

    private static final MathContext FIGURES = new MathContext(4);
    private static final double FULL = 1000;

    private final ModelSpec spec;
    private final WindowReport report;
    private final Optional<WindowReport> before;
    private final VerdictFindings verdict;

    /** {@code before} is the report of the champion's window before this one, if it has one. */
    WindowFindings(ModelSpec spec, WindowReport report, Optional<WindowReport> before) {
        this.spec = spec;
        this.report = report;
        this.before = before;
        verdict = new VerdictFindings(spec, report.verdict());
    }

    /** The findings; an open alert on what is not declared any more finds all kept. */
    List<AlertFinding> all(List<OpenAlert> open) {
        List<AlertFinding> findings = new ArrayList<>();
        for (ObjectiveSpec objective : spec.objectives()) {
            findings.add(finding(objective));
        }
        findings.add(evaluability());
        findings.addAll(verdict.findings());
        findings.add(slices());
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

    /* One window that cannot be judged may be a holiday; two in a row are a failure to watch. */
    private AlertFinding evaluability() {
        boolean now = isEvaluable(report);
        boolean earlier = before.map(WindowFindings::isEvaluable).orElse(true);
        Severity severity = spec.monitor().silence().severity();
        return new AlertFinding(
                NOT_EVALUABLE,
                now ? State.KEPT : earlier && !isSilent() ? State.UNKNOWN : State.BROKEN,
                severity,
                Severity.PAGE,
                Optional.empty(),
                now
                        ? "the window is judged"
                        : (earlier ? "the window cannot be judged: " : "two windows in a row cannot be judged: ")
                                + report.verdict().because());
    }

    private boolean isSilent() {
        return report.verdict().word() == WindowVerdict.Word.SILENCE;
    }

    private static boolean isEvaluable(WindowReport window) {
        WindowVerdict.Word word = window.verdict().word();
        return word != WindowVerdict.Word.NOT_EVALUABLE && word != WindowVerdict.Word.SILENCE;
    }

    /* Harm that no objective of the whole window shows is harm of a slice. */
    private AlertFinding slices() {
        boolean harm = report.verdict().word() == WindowVerdict.Word.HARM
                && report.verdict().objectives().stream().noneMatch(ObjectiveOutcome.Broken.class::isInstance);
        return new AlertFinding(
                SLICES,
                harm ? State.BROKEN : isEvaluable(report) ? State.KEPT : State.UNKNOWN,
                harm ? Collections.min(List.of(verdict.declared(), verdict.allowed())) : verdict.declared(),
                Severity.PAGE,
                Optional.empty(),
                report.verdict().because());
    }

    private AlertFinding finding(ObjectiveSpec objective) {
        ObjectiveSpec.Bound bound = objective.bound();
        if (bound instanceof ObjectiveSpec.WorseThanReference relative) {
            return against(objective, relative.share());
        }
        Answer answer = bound instanceof ObjectiveSpec.Above above
                ? limited(objective.metric(), above.limit(), Side.ABOVE)
                : limited(objective.metric(), ((ObjectiveSpec.Below) bound).limit(), Side.BELOW);
        return new AlertFinding(
                cause(objective),
                answer.state(),
                objective.severity(),
                Severity.PAGE,
                objective.respondWithin(),
                answer.sentence());
    }

    /* Limits on the worse side of a metric are one trouble, however they are written; too good is another. */
    static String cause(ObjectiveSpec objective) {
        String metric = objective.metric();
        boolean higherIsWorse = ObjectiveMetric.named(metric)
                .map(known -> known.worse() == ObjectiveMetric.Worse.HIGHER)
                .orElse(true);
        ObjectiveSpec.Bound bound = objective.bound();
        boolean tooGood = higherIsWorse ? bound instanceof ObjectiveSpec.Below : bound instanceof ObjectiveSpec.Above;
        return tooGood ? metric + "-" + bound.word() : metric;
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
        String sentence =
                found.map(ObjectiveOutcome::because).orElse(objective.metric() + " cannot be evaluated in this window");
        Severity severity = state == State.BROKEN
                ? Collections.min(List.of(objective.severity(), verdict.allowed()))
                : objective.severity();
        return new AlertFinding(cause(objective), state, severity, Severity.PAGE, objective.respondWithin(), sentence);
    }

    /** A limit of a metric beside an interval. */
    static Answer limited(ObjectiveSpec objective, Optional<Estimate> estimate) {
        ObjectiveSpec.Bound bound = objective.bound();
        Side side = bound instanceof ObjectiveSpec.Above ? Side.ABOVE : Side.BELOW;
        double limit =
                bound instanceof ObjectiveSpec.Above above ? above.limit() : ((ObjectiveSpec.Below) bound).limit();
        return estimate.filter(Estimate.Measured.class::isInstance)
                .map(measured -> answer(objective.metric(), (Estimate.Measured) measured, limit, side))
                .orElseGet(() -> unknown(objective.metric()));
    }

    private Answer limited(String metric, double limit, Side side) {
        if (metric.equals(ObjectiveMetric.PREDICTIONS.word())) {
            double rows = report.numbers().getOrDefault("rows", 0.0);
            return answer(metric, new Estimate.Measured(rows, rows, rows, 0.95), limit, side);
        }
        Optional<Estimate> estimate = ObjectiveMetric.named(metric)
                .filter(known -> known.source() == ObjectiveMetric.Source.SERVICE)
                .map(known -> service(metric))
                .orElseGet(() -> Optional.of(outcome(metric)).filter(known -> isEvaluable(report)));
        return estimate.filter(Estimate.Measured.class::isInstance)
                .map(measured -> answer(metric, (Estimate.Measured) measured, limit, side))
                .orElseGet(() -> unknown(metric));
    }

    private Optional<Estimate> service(String metric) {
        return service(metric, report.numbers());
    }

    /** A figure of how requests were answered, among a window's numbers. */
    static Optional<Estimate> service(String metric, Map<String, Double> numbers) {
        return Optional.ofNullable(numbers.get(metric))
                .map(value -> new Estimate.Measured(
                        value,
                        numbers.getOrDefault(metric + ServiceFigures.LOWER, value),
                        numbers.getOrDefault(metric + ServiceFigures.UPPER, value),
                        0.95));
    }

    private Estimate outcome(String metric) {
        return report.verdict().evidence().champion().estimate(Metric.named(metric));
    }

    private static Answer answer(String metric, Estimate.Measured measured, double limit, Side side) {
        boolean broken = side == Side.ABOVE ? measured.lower() > limit : measured.upper() < limit;
        return new Answer(
                broken ? State.BROKEN : State.KEPT,
                metric + " " + digits(measured.value()) + " [" + digits(measured.lower()) + ", "
                        + digits(measured.upper()) + "] " + (broken ? "breaks" : "keeps") + " its limit, "
                        + (side == Side.ABOVE ? "at most " : "at least ") + digits(limit));
    }

    private static String digits(double value) {
        return new BigDecimal(value)
                .round(value >= FULL ? MathContext.UNLIMITED : FIGURES)
                .setScale(value >= FULL ? 0 : FIGURES.getPrecision(), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Answer unknown(String metric) {
        return new Answer(State.UNKNOWN, metric + " cannot be evaluated in this window");
    }

    private enum Side {
        ABOVE,
        BELOW
    }

    /** What is said of one limit. */
    record Answer(State state, String sentence) {}
}
