package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Locale;

/** Whether an objective of a regression, or of several classes, was kept in a window. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MetricOutcome.Kept.class, name = "kept"),
    @JsonSubTypes.Type(value = MetricOutcome.Broken.class, name = "broken"),
    @JsonSubTypes.Type(value = MetricOutcome.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface MetricOutcome {

    /** The objective. */
    MetricObjective objective();

    /** One sentence with the numbers. */
    String because();

    /** The one-sided p value of "the objective is kept"; one where there is no answer. */
    double pValue();

    /**
     * Not broken beyond uncertainty.
     *
     * @param objective the objective
     * @param window the metric in the window
     * @param reference the metric in the reference
     * @param excess by how much the window exceeds what is tolerated; negative when within it
     * @param lowerBound the lower confidence limit of the excess, not above zero
     */
    record Kept(
            MetricObjective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double excess,
            double lowerBound)
            implements MetricOutcome {

        /** Checks the numbers. */
        public Kept {
            Require.finite(excess, "excess");
            Require.finite(lowerBound, "lower bound");
        }

        @Override
        public double pValue() {
            return ObjectiveOutcome.pValueOf(excess, lowerBound, window.level());
        }

        @Override
        public String because() {
            return sentence("keeps its objective", objective, window, reference, lowerBound);
        }
    }

    /**
     * Broken beyond uncertainty.
     *
     * @param objective the objective
     * @param window the metric in the window
     * @param reference the metric in the reference
     * @param excess by how much the window exceeds what is tolerated
     * @param lowerBound the lower confidence limit of the excess, above zero
     */
    record Broken(
            MetricObjective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double excess,
            double lowerBound)
            implements MetricOutcome {

        /** Checks the numbers. */
        public Broken {
            Require.finite(excess, "excess");
            Require.positive(lowerBound, "lower bound");
        }

        @Override
        public double pValue() {
            return ObjectiveOutcome.pValueOf(excess, lowerBound, window.level());
        }

        @Override
        public String because() {
            return sentence("breaks its objective", objective, window, reference, lowerBound);
        }
    }

    /**
     * No answer.
     *
     * @param objective the objective
     * @param reason why, in words
     */
    record NotEvaluable(MetricObjective objective, String reason) implements MetricOutcome {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public double pValue() {
            return 1;
        }

        @Override
        public String because() {
            return objective.metric().label() + " is not evaluable: " + reason;
        }
    }

    private static String sentence(
            String verdict,
            MetricObjective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double lowerBound) {
        return String.format(
                Locale.ROOT,
                "%s %.4g %s (reference %.4g, tolerated %.0f %% worse, lower bound of the excess %+.4g)",
                objective.metric().label(),
                window.value(),
                verdict,
                reference.value(),
                100 * objective.worseThanReferenceBy(),
                lowerBound);
    }
}
