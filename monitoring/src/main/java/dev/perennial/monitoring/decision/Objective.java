package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Locale;

/**
 * How much worse than its reference a metric may become. Which way is worse belongs to the metric.
 *
 * @param metric the metric
 * @param worseThanReferenceBy the tolerated loss, as a share of the size of the reference's value
 */
public record Objective(Metric metric, double worseThanReferenceBy) {

    /** A metric with its direction. */
    public enum Metric {
        /** Mean log loss; higher is worse. */
        @JsonProperty("log-loss")
        LOG_LOSS(Direction.LOWER_IS_BETTER) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.logLoss();
            }
        },
        /** Mean squared error of the probability; higher is worse. */
        @JsonProperty("brier")
        BRIER(Direction.LOWER_IS_BETTER) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.brier();
            }
        },
        /** Area under the ROC curve; lower is worse. */
        @JsonProperty("auc")
        AUC(Direction.HIGHER_IS_BETTER) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.auc();
            }
        },
        /** Share classified rightly; lower is worse. */
        @JsonProperty("accuracy")
        ACCURACY(Direction.HIGHER_IS_BETTER) {
            @Override
            Estimate of(BinaryPerformance performance) {
                return performance.accuracy();
            }
        };

        private final Direction direction;

        Metric(Direction direction) {
            this.direction = direction;
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

    private static Excess.Basis basis(BinaryPerformance performance) {
        return new Excess.Basis(performance.rows(), performance.blocks());
    }

    /** Whether a window breaks the objective beyond uncertainty, which {@link Excess} measures. */
    ObjectiveOutcome judge(BinaryPerformance window, BinaryPerformance reference) {
        Estimate current = metric.of(window);
        Estimate before = metric.of(reference);
        if (current instanceof Estimate.Measured now && before instanceof Estimate.Measured then) {
            return Excess.of(metric.direction, worseThanReferenceBy, now, basis(window), then, basis(reference))
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
}
