package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.ColumnProfile;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The population stability index of two samples over the same bins: Σ (q - p) ln(q / p), in nats, zero or more, symmetric,
 * larger is a larger change.
 *
 * <p>Shares are smoothed by Jeffreys' prior, (count + 1/2) / (n + B/2), so that empty bins give finite numbers; a bin that
 * is empty on both sides carries nothing and is left out of B. Without drift the index is distributed about as (1/n + 1/m)
 * times chi-square with B - 1 degrees of freedom; with fewer than about five expected rows a bin that is rough.
 *
 * <p>Sources: B. Yurdakul, "Statistical properties of population stability index", Western Michigan University (2018), for
 * the distribution; H. Jeffreys, Proceedings of the Royal Society A 186 (1946), for the prior.
 *
 * @param value the index
 * @param bins the number of bins that hold a row on either side
 * @param referenceRows rows of the reference
 * @param currentRows rows of the current sample
 */
public record PopulationStabilityIndex(double value, int bins, long referenceRows, long currentRows) {

    /** Checks the numbers. */
    public PopulationStabilityIndex {
        Require.notNegative(value, "index");
        if (bins < 1 || referenceRows < 1 || currentRows < 1) {
            throw new IllegalArgumentException("Invalid index: " + bins + " bins, " + referenceRows
                    + " reference rows, " + currentRows + " current rows");
        }
    }

    /**
     * Compares counts over the same bins.
     *
     * @throws IllegalArgumentException if either side is empty
     */
    public static PopulationStabilityIndex of(List<Long> reference, List<Long> current) {
        Require.sameLength(reference.size(), current.size(), "current counts");
        long n = total(reference);
        long m = total(current);
        int bins = 0;
        for (int i = 0; i < reference.size(); i++) {
            bins += reference.get(i) + current.get(i) > 0 ? 1 : 0;
        }
        double value = 0;
        for (int i = 0; i < reference.size(); i++) {
            if (reference.get(i) + current.get(i) > 0) {
                double p = (reference.get(i) + 0.5) / (n + bins / 2.0);
                double q = (current.get(i) + 0.5) / (m + bins / 2.0);
                value += (q - p) * Math.log(q / p);
            }
        }
        return new PopulationStabilityIndex(Math.max(0, value), bins, n, m);
    }

    /**
     * Compares two profiles of one column, missing and unexpected rows being bins of their own. The reference's "other" is
     * corrected for categories having been named on the reference itself.
     */
    public static PopulationStabilityIndex of(ColumnProfile reference, ColumnProfile current) {
        AlignedCounts counts = AlignedCounts.of(reference, current);
        return of(counts.reference(), counts.current());
    }

    /** What the index stays below without drift, with this confidence. */
    public double noiseQuantile(double confidence) {
        return bins == 1
                ? 0
                : scale() * chiSquare().inverseCumulativeProbability(Require.level(confidence, "confidence"));
    }

    /** The probability of an index at least this large without drift. */
    public double pValue() {
        return bins == 1 ? 1 : chiSquare().survivalProbability(value / scale());
    }

    private double scale() {
        return 1.0 / referenceRows + 1.0 / currentRows;
    }

    private ChiSquaredDistribution chiSquare() {
        return ChiSquaredDistribution.of(bins - 1.0);
    }

    private static long total(List<Long> counts) {
        long total = 0;
        for (long count : counts) {
            total += Require.notNegative(count, "count");
        }
        return total;
    }
}
