package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;

/**
 * How weak slices are searched for.
 *
 * @param yardstick what makes a slice weak
 * @param tolerance the excess over other rows that does not count, as a share of the mean loss of all rows
 * @param falseDiscoveries the largest expected share of confirmed slices that are not weak
 * @param level the two-sided level of intervals
 * @param minimumLabels labels that a slice has in either half
 * @param bins the parts of equal depth into which a number is cut
 * @param mostCategories the most frequent categories of a column that are looked at
 * @param mostColumnsInPairs the columns with the clearest slices of their own, whose pairs are looked at too
 * @param candidates the clearest slices of the first half that the second half may confirm
 * @param seed which rows fall into which half
 */
public record WeakSlicePolicy(
        Yardstick yardstick,
        double tolerance,
        double falseDiscoveries,
        double level,
        long minimumLabels,
        int bins,
        int mostCategories,
        int mostColumnsInPairs,
        int candidates,
        long seed) {

    /** Checks the numbers. */
    public WeakSlicePolicy {
        Require.notNegative(tolerance, "tolerance");
        Require.level(falseDiscoveries, "share of false discoveries");
        Require.level(level, "confidence level");
        Require.positive(minimumLabels, "least number of labels");
        Require.positive(bins - 1L, "number of cuts");
        Require.positive(mostCategories, "number of categories");
        Require.notNegative(mostColumnsInPairs, "number of columns in pairs");
        Require.positive(candidates, "number of candidates");
    }

    /**
     * A loss a tenth above the mean, five percent false discoveries, 50 labels in either half (so 100 in all), six bins,
     * 20 categories, pairs of twelve columns, ten candidates.
     */
    public static WeakSlicePolicy defaults() {
        return new WeakSlicePolicy(Yardstick.LOSS, 0.1, 0.05, 0.95, 50, 6, 20, 12, 10, 1);
    }
}
