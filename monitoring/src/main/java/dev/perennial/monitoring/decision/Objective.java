package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricValue;
import dev.perennial.monitoring.performance.MulticlassOutcomes;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.RegressionOutcomes;

/**
 * How much worse than its reference a metric may become. Which way is worse belongs to the metric.
 *
 * @param metric the metric; of it lower or higher values are better
 * @param worseThanReferenceBy the tolerated loss, as a share of the size of the reference's value, which
 *     may be negative: see {@link Direction#tolerated}
 */
public record Objective(Metric metric, double worseThanReferenceBy) {

    /** Checks the tolerance, and that the metric has a worse side. */
    public Objective {
        Require.notNegative(worseThanReferenceBy, "tolerance");
        if (metric.direction() != Direction.LOWER_IS_BETTER && metric.direction() != Direction.HIGHER_IS_BETTER) {
            throw new IllegalArgumentException(
                    "Invalid objective: " + metric.label() + " has no worse side, expected one with a better one");
        }
    }

    /** Whether a window breaks the objective beyond uncertainty, which {@link Excess} measures. */
    ObjectiveOutcome judge(BinaryPerformance window, BinaryPerformance reference) {
        return judge(
                window.estimate(metric),
                new Excess.Basis(window.rows(), window.blocks()),
                reference.estimate(metric),
                new Excess.Basis(reference.rows(), reference.blocks()));
    }

    /** The same of a regression, or of several classes. */
    ObjectiveOutcome judge(OutcomeReport window, OutcomeReport reference) {
        return judge(estimate(window), basis(window), estimate(reference), basis(reference));
    }

    private ObjectiveOutcome judge(Estimate current, Excess.Basis window, Estimate before, Excess.Basis reference) {
        if (current instanceof Estimate.Measured now && before instanceof Estimate.Measured then) {
            return Excess.of(metric.direction(), worseThanReferenceBy, now, window, then, reference)
                    .<ObjectiveOutcome>map(excess -> excess.lower() > 0
                            ? new ObjectiveOutcome.Broken(this, now, then, excess.value(), excess.lower())
                            : new ObjectiveOutcome.Kept(this, now, then, excess.value(), excess.lower()))
                    .orElseGet(() -> new ObjectiveOutcome.NotEvaluable(this, Excess.ONE_BLOCK));
        }
        String reason = current instanceof Estimate.NotEvaluable missing
                ? "window: " + missing.reason()
                : "reference: " + ((Estimate.NotEvaluable) before).reason();
        return new ObjectiveOutcome.NotEvaluable(this, reason);
    }

    private Estimate estimate(OutcomeReport report) {
        return report.metric(metric)
                .map(MetricValue::estimate)
                .orElseGet(() -> new Estimate.NotEvaluable(metric.label() + " is not measured"));
    }

    private static Excess.Basis basis(OutcomeReport report) {
        long blocks = report instanceof RegressionOutcomes regression
                ? regression.blocks()
                : report instanceof MulticlassOutcomes classes ? classes.blocks() : report.rows();
        return new Excess.Basis(report.rows(), blocks);
    }
}
