package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;

/**
 * When a slice counts as worse.
 *
 * @param tolerance how much worse than what it is compared with a metric may be, as a share of the latter
 * @param falseDiscoveries the largest expected share of slices wrongly called worse, over all slices and metrics
 * @param level the two-sided level of intervals
 * @param minimumLabels labels below which a slice is not judged
 * @param minimumOfEachClass positive (and, for metrics of both, negative) labels below which metrics that rest on one class
 *     are not judged; also the least number of queries of a ranking
 * @param mostCategories the most frequent categories of a column that are slices of their own; the others are one slice
 */
public record SlicePolicy(
        double tolerance,
        double falseDiscoveries,
        double level,
        long minimumLabels,
        long minimumOfEachClass,
        int mostCategories) {

    /** Checks the numbers. */
    public SlicePolicy {
        Require.notNegative(tolerance, "tolerance");
        Require.level(falseDiscoveries, "share of false discoveries");
        Require.level(level, "confidence level");
        Require.positive(minimumLabels, "least number of labels");
        Require.positive(minimumOfEachClass, "least number of labels of a class");
        Require.positive(mostCategories, "number of categories");
    }

    /**
     * Five percent worse, five percent false discoveries; 100 labels, at which the interval of a share is at most a fifth
     * wide, and 30 of a class; 50 categories.
     */
    public static SlicePolicy defaults() {
        return new SlicePolicy(0.05, 0.05, 0.95, 100, 30, 50);
    }
}
