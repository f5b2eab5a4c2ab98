package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.Require;

/**
 * When groups count as treated unequally.
 *
 * @param favourable which decision people want
 * @param largestGap the largest difference of two rates that is tolerated
 * @param leastRatio the least ratio of favourable rates that is tolerated, smaller over larger
 * @param falseDiscoveries the largest expected share of comparisons wrongly called unequal
 * @param level the two-sided level of intervals
 * @param minimumRows rows (positive or negative ones for rates among them) below which a group's rate is not compared
 * @param unit what the largest gap is a multiple of: one for rates, the standard deviation of the labels of a quantity
 */
public record BiasPolicy(
        Favourable favourable,
        double largestGap,
        double leastRatio,
        double falseDiscoveries,
        double level,
        long minimumRows,
        double unit) {

    /** Checks the numbers. */
    public BiasPolicy {
        Require.share(largestGap, "largest gap");
        Require.share(leastRatio, "least ratio");
        Require.level(falseDiscoveries, "share of false discoveries");
        Require.level(level, "confidence level");
        Require.positive(minimumRows, "least number of rows");
        Require.notNegative(unit, "unit");
    }

    /** Of rates. */
    public BiasPolicy(
            Favourable favourable,
            double largestGap,
            double leastRatio,
            double falseDiscoveries,
            double level,
            long minimumRows) {
        this(favourable, largestGap, leastRatio, falseDiscoveries, level, minimumRows, 1);
    }

    /** The same of quantities whose labels have this standard deviation. */
    public BiasPolicy inUnitsOf(double deviation) {
        return new BiasPolicy(favourable, largestGap, leastRatio, falseDiscoveries, level, minimumRows, deviation);
    }

    /**
     * A difference of a tenth and a ratio of four fifths (the United States' Uniform Guidelines on Employee Selection
     * Procedures, 29 CFR 1607.4 D, 1978), five percent false discoveries, 30 rows.
     */
    public static BiasPolicy defaults(Favourable favourable) {
        return new BiasPolicy(favourable, 0.1, 0.8, 0.05, 0.95, 30);
    }
}
