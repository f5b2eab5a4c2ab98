package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;

/**
 * When a challenger's advantage is worth a replacement: a decision with a cost, not an alarm.
 *
 * <p>A replacement costs what it costs to validate, review and roll out a model, written as a loss: {@code
 * replacementCost} is in units of loss times blocks (log loss times days, by default). Evidence counts half after {@code
 * halfLifeBlocks}; what it says of the future is held to fade as fast as what the past says of today, so an advantage δ
 * now is worth δ · halfLife / ln 2 over the time to come. It pays for a replacement from {@link #breakEven} on.
 *
 * @param alpha the probability that the challenger is no better at all, given the evidence, up to which a replacement
 *     may be asked for
 * @param replacementCost what a replacement costs, in loss times blocks
 * @param plausibleAdvantage the standard deviation of a challenger's advantage before anything is seen; also that of one
 *     review period's noise
 * @param halfLifeBlocks after how many newer blocks a block counts half
 * @param reviewBlocks the number of blocks in a review period
 * @param minimumBlocks the least number of blocks before anything is said
 * @param dependentBlocks how many blocks further a block's weather may reach
 */
public record StalenessPolicy(
        double alpha,
        double replacementCost,
        double plausibleAdvantage,
        double halfLifeBlocks,
        int reviewBlocks,
        int minimumBlocks,
        int dependentBlocks) {

    /** The share of the reference's loss by which a service may be worse before that is harm. */
    public static final double TOLERANCE = 0.05;

    /**
     * The mean number of requests in a year of weekly looks in which no challenger is better, each granted and followed by
     * a new term, under the standard policy: the rate that goes with its level and half-life.
     */
    public static final double NEEDLESS_REQUESTS_A_YEAR = 2.5;

    private static final double ALPHA = 0.2;
    private static final int HALF_LIFE_WEEKS = 8;
    private static final int MINIMUM_WEEKS = 2;

    /** Checks the numbers. */
    public StalenessPolicy {
        Require.level(alpha, "level");
        Require.notNegative(replacementCost, "cost of a replacement");
        Require.positive(plausibleAdvantage, "plausible advantage");
        Require.positive(halfLifeBlocks, "half-life");
        Require.positive((long) reviewBlocks, "number of blocks in a review period");
        Require.notNegative((long) dependentBlocks, "number of dependent blocks");
        if (minimumBlocks < 2) {
            throw new IllegalArgumentException("Invalid least number of blocks: " + minimumBlocks + ", expected 2");
        }
    }

    /**
     * The standard policy where blocks are days and the champion's loss on its reference is known.
     *
     * <p>The cost is being {@value #TOLERANCE} of the reference's loss worse, which is what an objective tolerates by default,
     * for the week that shadow, canary and review take. The same amount is the plausible advantage. The half-life is eight
     * weeks: four weeks, in which staleness has to be provable, weigh almost alike, while the season just past weighs a
     * third after a quarter. The level is .2, the share of missed effects that studies are usually planned for, turned round:
     * the prices of a needless and of a missed replacement are alike. Where no newer model is better it asks for about
     * {@value #NEEDLESS_REQUESTS_A_YEAR} needless replacements a year. Nothing is said in the first two weeks, and weather
     * reaches three days.
     */
    public static StalenessPolicy daily(double referenceLoss) {
        return standard(referenceLoss, 7, 3);
    }

    /** The same policy where blocks are weeks, which are taken as independent. */
    public static StalenessPolicy weekly(double referenceLoss) {
        return standard(referenceLoss, 1, 0);
    }

    /** The daily policy for a log loss of .5. */
    public static StalenessPolicy standard() {
        return daily(0.5);
    }

    /** The advantage that pays for a replacement within the time for which the evidence speaks. */
    public double breakEven() {
        return replacementCost * Math.log(2) / halfLifeBlocks;
    }

    private static StalenessPolicy standard(double referenceLoss, int blocksPerWeek, int dependentBlocks) {
        double tolerated = TOLERANCE * Require.positive(referenceLoss, "loss on the reference");
        return new StalenessPolicy(
                ALPHA,
                tolerated * blocksPerWeek,
                tolerated,
                (double) HALF_LIFE_WEEKS * blocksPerWeek,
                blocksPerWeek,
                MINIMUM_WEEKS * blocksPerWeek,
                dependentBlocks);
    }
}
