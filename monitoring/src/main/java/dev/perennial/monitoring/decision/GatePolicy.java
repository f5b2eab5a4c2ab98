package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;

/**
 * What a candidate must prove on held-out rows.
 *
 * @param primary what must hold for the log loss
 * @param alpha the level of every test; guardrails need no correction, since all of them must pass
 * @param logLossMargin the tolerated loss in log loss, as a share of the champion's, where only non-inferiority is asked
 * @param aucMargin the tolerated loss in area under the ROC curve
 * @param brierMargin the tolerated loss in Brier score
 * @param calibrationTolerance how far the mean probability may lie from the base rate, beyond its uncertainty
 * @param implausibleAuc an area from which on a leaked label is more likely than a good model
 * @param minimumRows the least number of held-out rows
 * @param minimumOfEachClass the least number of rows of each class
 * @param minimumBlocks the least number of blocks
 */
public record GatePolicy(
        Primary primary,
        double alpha,
        double logLossMargin,
        double aucMargin,
        double brierMargin,
        double calibrationTolerance,
        double implausibleAuc,
        long minimumRows,
        long minimumOfEachClass,
        long minimumBlocks) {

    /** What must hold for the primary metric. */
    public enum Primary {
        /** The candidate is proved better. */
        @JsonProperty("superior")
        SUPERIOR,
        /** The candidate is proved not worse by more than the margin. */
        @JsonProperty("not-inferior")
        NOT_INFERIOR
    }

    /** Checks the numbers. */
    public GatePolicy {
        Require.level(alpha, "level");
        Require.notNegative(logLossMargin, "log loss margin");
        Require.notNegative(aucMargin, "margin of the area under the curve");
        Require.notNegative(brierMargin, "Brier margin");
        Require.notNegative(calibrationTolerance, "calibration tolerance");
        Require.share(implausibleAuc, "implausible area under the curve");
        Require.positive(minimumRows, "least number of rows");
        Require.positive(minimumOfEachClass, "least number of rows of each class");
        Require.positive(minimumBlocks, "least number of blocks");
    }

    /** Superior log loss at level .05; margins of .005 on area and Brier score; 100 rows, 30 of each class, 5 blocks. */
    public static GatePolicy standard() {
        return new GatePolicy(Primary.SUPERIOR, 0.05, 0.01, 0.005, 0.005, 0.05, 0.999, 100, 30, 5);
    }

    /** The same with other margins and level, as a model's declaration states them. */
    public GatePolicy withMargins(double auc, double brier, double level) {
        return new GatePolicy(
                primary,
                level,
                logLossMargin,
                auc,
                brier,
                calibrationTolerance,
                implausibleAuc,
                minimumRows,
                minimumOfEachClass,
                minimumBlocks);
    }

    /** The same, asking only for non-inferiority of the log loss: for a refresh on schedule. */
    public GatePolicy notInferior() {
        return new GatePolicy(
                Primary.NOT_INFERIOR,
                alpha,
                logLossMargin,
                aucMargin,
                brierMargin,
                calibrationTolerance,
                implausibleAuc,
                minimumRows,
                minimumOfEachClass,
                minimumBlocks);
    }
}
