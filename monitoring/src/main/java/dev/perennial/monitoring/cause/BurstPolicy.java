package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.Require;

/**
 * When a group's growth counts as a burst that explains a window.
 *
 * @param largestReferenceShare the share of the reference up to which a group is small
 * @param leastGrowth by how much its share must grow
 * @param leastExplained the share of the change that its growth must explain
 * @param minimumRows the least number of rows on both sides
 */
public record BurstPolicy(double largestReferenceShare, double leastGrowth, double leastExplained, long minimumRows) {

    /** Checks the numbers. */
    public BurstPolicy {
        Require.share(largestReferenceShare, "largest share of the reference");
        Require.share(leastGrowth, "least growth");
        Require.share(leastExplained, "least explained share");
        Require.positive(minimumRows, "least number of rows");
    }

    /**
     * A group of at most a quarter of the reference that gains at least five points and explains at least three quarters of
     * the change, with at least 200 rows. They are words made numbers: "small" is a minority whose removal leaves most
     * rows, five points are what an objective tolerates by default, and "explains" leaves no second cause of half its size.
     */
    public static BurstPolicy standard() {
        return new BurstPolicy(0.25, 0.05, 0.75, 200);
    }
}
