package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Locale;

/**
 * How much worse than its reference a metric may become. Which way is worse belongs to the metric.
 *
 * @param metric the metric
 * @param worseThanReferenceBy the tolerated loss, as a share of the reference's value
 */
public record Objective(Metric metric, double worseThanReferenceBy) {

    private static final int FEWEST_BLOCKS = 5;

    /** A metric with its direction. */
    public enum Metric {
        /** Mean log loss; higher is worse. */
        @JsonProperty("log-loss")
        LOG_LOSS(1) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.logLoss();
            }
        },
        /** Mean squared error of the probability; higher is worse. */
        @JsonProperty("brier")
        BRIER(1) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.brier();
            }
        },
        /** Area under the ROC curve; lower is worse. */
        @JsonProperty("auc")
        AUC(-1) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.auc();
            }
        },
        /** Share classified rightly; lower is worse. */
        @JsonProperty("accuracy")
        ACCURACY(-1) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.accuracy();
            }
        };

        private final int worse;

        Metric(int worse) {
            this.worse = worse;
        }

        abstract Estimate of(BinaryPerformance performance);

        /** The metric's name as it is declared, such as {@code log-loss}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The metric of a declared name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Metric named(String label) {
            for (Metric metric : values()) {
                if (metric.label().equals(label)) {
                    return metric;
                }
            }
            throw new IllegalArgumentException(
                    "Invalid metric: " + label + ", expected log-loss, brier, auc or accuracy");
        }
    }

    /** Checks the tolerance. */
    public Objective {
        Require.notNegative(worseThanReferenceBy, "tolerance");
    }

    /**
     * Whether a window breaks the objective beyond uncertainty.
     *
     * <p>The excess is the window's value minus the reference's, tolerance included, in the direction of worse; its lower
     * limit combines both intervals as if independent (the square-and-add method of Newcombe, 1998, also known as MOVER).
     * With two-sided 95 % intervals the limit is one-sided at 97.5 %.
     *
     * <p>A window of fewer than {@value #FEWEST_BLOCKS} blocks cannot show how much blocks differ: one day has no other to
     * be compared with, and Student's quantile for two days is six times the normal one. It is taken to vary as the
     * reference's blocks do, whose interval is widened by the square root of the ratio of their numbers; by no less than
     * its own rows vary. Without such blocks in the reference there is no answer for a single one.
     */
    ObjectiveOutcome judge(BinaryPerformance window, BinaryPerformance reference) {
        Estimate current = metric.of(window);
        Estimate before = metric.of(reference);
        if (current instanceof Estimate.Measured now && before instanceof Estimate.Measured then) {
            double tolerated = 1 + metric.worse * worseThanReferenceBy;
            double excess = metric.worse * (now.value() - tolerated * then.value());
            double nowSide = metric.worse > 0 ? now.value() - now.lower() : now.upper() - now.value();
            double thenSide = metric.worse > 0 ? then.upper() - then.value() : then.value() - then.lower();
            boolean blocksKnown = reference.blocks() >= FEWEST_BLOCKS && reference.blocks() < reference.rows();
            if (window.blocks() == 1 && !blocksKnown) {
                return new ObjectiveOutcome.NotEvaluable(
                        this, "the window is 1 block, and the reference does not show how blocks differ");
            }
            if (window.blocks() < FEWEST_BLOCKS && blocksKnown) {
                double asTheReference = thenSide * Math.sqrt((double) reference.blocks() / window.blocks());
                nowSide = window.blocks() == 1 ? Math.max(nowSide, asTheReference) : asTheReference;
            }
            double lower = excess - Math.hypot(nowSide, tolerated * thenSide);
            return lower > 0
                    ? new ObjectiveOutcome.Broken(this, now, then, excess, lower)
                    : new ObjectiveOutcome.Kept(this, now, then, excess, lower);
        }
        String reason = current instanceof Estimate.NotEvaluable missing
                ? "window: " + missing.reason()
                : "reference: " + ((Estimate.NotEvaluable) before).reason();
        return new ObjectiveOutcome.NotEvaluable(this, reason);
    }
}
