package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * The four cells of a binary confusion matrix, in rows; expected ones need not be whole.
 *
 * @param truePositives positives decided positive
 * @param falsePositives negatives decided positive
 * @param falseNegatives positives decided negative
 * @param trueNegatives negatives decided negative
 */
public record ExpectedConfusion(
        double truePositives, double falsePositives, double falseNegatives, double trueNegatives) {

    /** Checks the range. */
    public ExpectedConfusion {
        Require.notNegative(truePositives, "true positives");
        Require.notNegative(falsePositives, "false positives");
        Require.notNegative(falseNegatives, "false negatives");
        Require.notNegative(trueNegatives, "true negatives");
    }

    /** All rows. */
    public double total() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    /** Share classified rightly; 0 without a row. */
    public double accuracy() {
        return ratio(truePositives + trueNegatives, total());
    }

    /** Share of positive decisions that are right; 0 without one. */
    public double precision() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    /** Share of positives decided positive; 0 without one. */
    public double recall() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    /** Share of negatives decided negative; 0 without one. */
    public double specificity() {
        return ratio(trueNegatives, trueNegatives + falsePositives);
    }

    /** Harmonic mean of precision and recall; 0 where nothing is positive. */
    public double f1() {
        return ratio(truePositives, truePositives + (falsePositives + falseNegatives) / 2);
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
