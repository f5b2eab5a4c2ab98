package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Locale;

/** Whether one objective was kept in a window. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ObjectiveOutcome.Kept.class, name = "kept"),
    @JsonSubTypes.Type(value = ObjectiveOutcome.Broken.class, name = "broken"),
    @JsonSubTypes.Type(value = ObjectiveOutcome.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface ObjectiveOutcome {

    /** The objective. */
    Objective objective();

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
            Objective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double excess,
            double lowerBound)
            implements ObjectiveOutcome {

        /** Checks the numbers. */
        public Kept {
            Require.finite(excess, "excess");
            Require.finite(lowerBound, "lower bound");
        }

        @Override
        public double pValue() {
            return pValueOf(excess, lowerBound, window.level());
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
            Objective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double excess,
            double lowerBound)
            implements ObjectiveOutcome {

        /** Checks the numbers. */
        public Broken {
            Require.finite(excess, "excess");
            Require.positive(lowerBound, "lower bound");
        }

        @Override
        public double pValue() {
            return pValueOf(excess, lowerBound, window.level());
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
    record NotEvaluable(Objective objective, String reason) implements ObjectiveOutcome {

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

    /* The lower limit lies as many standard errors below the excess as a two-sided interval of the level is wide. */
    static double pValueOf(double excess, double lowerBound, double level) {
        double error = (excess - lowerBound) / Gaussian.twoSided(level);
        if (error == 0) {
            return excess > 0 ? 0 : 1;
        }
        return Gaussian.upperTail(excess / error);
    }

    private static String sentence(
            String verdict,
            Objective objective,
            Estimate.Measured window,
            Estimate.Measured reference,
            double lowerBound) {
        String number = objective.metric().unit().equals("label") ? "%.4g" : "%.4f";
        return String.format(
                Locale.ROOT,
                "%s " + number + " %s (reference " + number + ", tolerated %.0f %% worse, lower bound of the excess %+"
                        + number.substring(1) + ")",
                objective.metric().label(),
                window.value(),
                verdict,
                reference.value(),
                100 * objective.worseThanReferenceBy(),
                lowerBound);
    }
}
