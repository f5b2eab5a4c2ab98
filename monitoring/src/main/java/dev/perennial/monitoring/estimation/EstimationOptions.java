package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * How estimates are made and when they are withheld.
 *
 * @param windowRows rows of the reference's own windows, which set what is normal
 * @param level the two-sided probability of every interval
 * @param folds how many folds cross-fitting has
 * @param seed the seed of the folds
 * @param leastRows below how many rows of a window there is no estimate
 * @param leastEffectiveRows below how many effective reference rows an estimate is not trusted
 * @param mostOutside above which share of rows outside the reference an estimate is not trusted
 */
public record EstimationOptions(
        int windowRows,
        double level,
        int folds,
        long seed,
        int leastRows,
        double leastEffectiveRows,
        double mostOutside) {

    /** Checks the ranges. */
    public EstimationOptions {
        Require.positive(windowRows, "rows per window");
        Require.level(level, "level");
        if (folds < 2) {
            throw new IllegalArgumentException("Invalid number of folds: " + folds + ", expected at least 2");
        }
        Require.positive(leastRows, "least rows");
        Require.positive(leastEffectiveRows, "least effective rows");
        Require.share(mostOutside, "share outside the reference");
    }

    /**
     * The defaults. Thirty rows are the usual least sample of a mean; a hundred effective rows give a proportion a standard
     * error of at most 5 points; a tenth of all rows of unknown behaviour adds an error of 3 points, by then more than any
     * window of a few hundred rows has from its labels.
     */
    public static EstimationOptions forWindowsOf(int rows) {
        return new EstimationOptions(rows, 0.95, 5, 20110813, 30, 100, 0.1);
    }
}
