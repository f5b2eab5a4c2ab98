package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;

/**
 * What each kind of decision costs, in any one unit; gains are negative costs.
 *
 * @param truePositive a positive row called positive
 * @param falsePositive a negative row called positive
 * @param falseNegative a positive row called negative
 * @param trueNegative a negative row called negative
 */
public record CostMatrix(double truePositive, double falsePositive, double falseNegative, double trueNegative) {

    /** Checks that the costs are finite. */
    public CostMatrix {
        Require.finite(truePositive, "cost of a true positive");
        Require.finite(falsePositive, "cost of a false positive");
        Require.finite(falseNegative, "cost of a false negative");
        Require.finite(trueNegative, "cost of a true negative");
    }

    /** The cost of one decision. */
    double of(Decided decided) {
        return switch (decided) {
            case TRUE_POSITIVE -> truePositive;
            case FALSE_POSITIVE -> falsePositive;
            case FALSE_NEGATIVE -> falseNegative;
            case TRUE_NEGATIVE -> trueNegative;
        };
    }

    /** How a decision turned out. */
    enum Decided {
        TRUE_POSITIVE,
        FALSE_POSITIVE,
        FALSE_NEGATIVE,
        TRUE_NEGATIVE;

        static Decided of(boolean called, boolean label) {
            if (label) {
                return called ? TRUE_POSITIVE : FALSE_NEGATIVE;
            }
            return called ? FALSE_POSITIVE : TRUE_NEGATIVE;
        }
    }
}
