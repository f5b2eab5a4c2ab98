package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * What a row in each cell of the confusion matrix is worth.
 *
 * @param trueNegative the value of a true negative
 * @param falsePositive the value of a false positive
 * @param falseNegative the value of a false negative
 * @param truePositive the value of a true positive
 */
public record CellValues(double trueNegative, double falsePositive, double falseNegative, double truePositive) {

    /** Checks that all are numbers. */
    public CellValues {
        Require.finite(trueNegative, "value of a true negative");
        Require.finite(falsePositive, "value of a false positive");
        Require.finite(falseNegative, "value of a false negative");
        Require.finite(truePositive, "value of a true positive");
    }

    /** No cell is worth anything. */
    public static CellValues none() {
        return new CellValues(0, 0, 0, 0);
    }

    double of(boolean decision, boolean label) {
        if (label) {
            return decision ? truePositive : falseNegative;
        }
        return decision ? falsePositive : trueNegative;
    }

    double total(ExpectedConfusion confusion) {
        return trueNegative * confusion.trueNegatives()
                + falsePositive * confusion.falsePositives()
                + falseNegative * confusion.falseNegatives()
                + truePositive * confusion.truePositives();
    }
}
