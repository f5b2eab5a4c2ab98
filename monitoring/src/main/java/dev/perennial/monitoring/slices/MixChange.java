package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.MetricName;

/**
 * The change of a mean metric since the reference, taken apart by the categories of a column: what changed within
 * categories at the reference's shares, and what comes from other shares. Positive is worse. A window whose categories all
 * got worse can look unchanged because traffic moved to easy ones (E. H. Simpson, 1951); this shows it.
 *
 * <p>Source: E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955), reference-weighted form.
 *
 * @param definition the column
 * @param metric the metric
 * @param change the whole change among labelled rows
 * @param within the change at the reference's shares, over the categories that both have
 * @param mix the rest: other shares, and categories that only one of them has
 */
public record MixChange(String definition, MetricName metric, double change, Estimate within, double mix) {

    /** Checks the numbers. */
    public MixChange {
        Require.finite(change, "change");
        Require.finite(mix, "change of the mix");
    }
}
