package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * How well a reference covers the rows of a window.
 *
 * @param referenceRows rows of the reference
 * @param windowRows rows of the window
 * @param domainAuc how well trees that have not seen a row tell window from reference, in [0, 1]; one half: not at all
 * @param effectiveRows Kish's effective number of reference rows after weighting them to the window: (Σw)²/Σw²
 * @param outsideShare the share of window rows that lie where the reference holds almost nothing: their density ratio
 *     exceeds that of all but {@link #SUPPORT_ROWS} reference rows, or they hold a category, or miss a value, as no
 *     reference row does
 */
public record Overlap(
        long referenceRows, long windowRows, double domainAuc, double effectiveRows, double outsideShare) {

    /** How many reference rows a region must hold before anything is read from it: the usual least sample of a mean. */
    public static final int SUPPORT_ROWS = 30;

    /** Checks the ranges. */
    public Overlap {
        Require.notNegative(referenceRows, "reference rows");
        Require.notNegative(windowRows, "window rows");
        Require.share(domainAuc, "domain AUC");
        Require.notNegative(effectiveRows, "effective rows");
        Require.share(outsideShare, "share outside the reference");
    }
}
