package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Locale;

/**
 * A slice that was found, as the half of the rows measures it that had no part in finding it.
 *
 * @param where which rows belong to it
 * @param labels its labelled rows in that half
 * @param share its share of all labelled rows
 * @param loss its mean loss
 * @param excess its mean loss less that of all other rows, with its interval
 * @param adjustedPValue the p value of "no more than tolerated", adjusted for all candidates (Benjamini and Hochberg)
 * @param impact its share times its excess: what its weakness costs over all traffic; zero when there is no excess
 */
public record WeakSlice(
        Condition where,
        long labels,
        double share,
        double loss,
        Estimate.Measured excess,
        double adjustedPValue,
        double impact) {

    /** Checks the numbers. */
    public WeakSlice {
        Require.positive(labels, "number of labels");
        Require.share(share, "share");
        Require.finite(loss, "loss");
        Require.share(adjustedPValue, "adjusted p value");
        Require.notNegative(impact, "impact");
    }

    /** One sentence. */
    public String because() {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% of the rows lose %.4f more than the others [%.4f, %.4f], adjusted %s",
                where,
                100 * share,
                excess.value(),
                excess.lower(),
                excess.upper(),
                Wording.pValue(adjustedPValue));
    }
}
