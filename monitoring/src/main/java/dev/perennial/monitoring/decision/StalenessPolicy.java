package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;

/**
 * When a challenger's advantage counts as proof that the champion is stale.
 *
 * @param alpha the probability of ever calling a champion stale, in its whole term, that is not
 * @param effectFloor the advantage in log loss below which a replacement is not worth its price
 * @param minimumBlocks the least number of blocks before anything is said
 * @param halfLifeBlocks after how many newer blocks a block weighs half
 * @param tightestAtBlocks the number of blocks for which the boundary is tuned
 */
public record StalenessPolicy(
        double alpha, double effectFloor, int minimumBlocks, double halfLifeBlocks, int tightestAtBlocks) {

    /** Checks the numbers. */
    public StalenessPolicy {
        Require.level(alpha, "level");
        Require.notNegative(effectFloor, "effect floor");
        Require.positive(halfLifeBlocks, "half-life");
        Require.positive((long) tightestAtBlocks, "number of blocks to tune for");
        if (minimumBlocks < 2) {
            throw new IllegalArgumentException("Invalid least number of blocks: " + minimumBlocks + ", expected 2");
        }
    }

    /**
     * Level .05, floor .005 log loss, at least 14 blocks, a half-life of 56 blocks, tightest at 21.
     *
     * <p>The boundary is asymptotic: with fewer than two weeks of days its level is exceeded by daily looks (6.7 % from five
     * days on, 4.5 % from fourteen on). The half-life is eight weeks where blocks are days: the four weeks in which
     * staleness has to be provable then weigh almost alike (28 blocks count as 27.7), while the season just past weighs a
     * third after a quarter. Shorter ones forget the proof: at 28 blocks the weights never hold more than 81 blocks' worth
     * of evidence, which with a standard deviation of .05 a day cannot prove an advantage of .02.
     */
    public static StalenessPolicy standard() {
        return new StalenessPolicy(0.05, 0.005, 14, 56, 21);
    }
}
