package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.profile.ColumnProfile;

/**
 * The change of a share, such as that of missing values, between two samples. Two-sided, exact for few events (Fisher).
 *
 * @param reference the share in the reference
 * @param current the share in the current sample
 * @param standardError the standard error of the change without drift
 * @param pValue the probability of such a change without drift
 */
public record ShareTest(double reference, double current, double standardError, double pValue) {

    /** Checks the numbers. */
    public ShareTest {
        Require.share(reference, "reference share");
        Require.share(current, "current share");
        Require.notNegative(standardError, "standard error");
        Require.share(pValue, "p value");
    }

    /** Compares so many events among so many rows. */
    public static ShareTest of(long referenceEvents, long referenceRows, long currentEvents, long currentRows) {
        if (referenceRows < 1 || currentRows < 1 || referenceEvents > referenceRows || currentEvents > currentRows) {
            throw new IllegalArgumentException("Invalid shares: " + referenceEvents + " of " + referenceRows + " and "
                    + currentEvents + " of " + currentRows);
        }
        double pooled = (double) (referenceEvents + currentEvents) / (referenceRows + currentRows);
        double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / referenceRows + 1.0 / currentRows));
        return new ShareTest(
                (double) referenceEvents / referenceRows,
                (double) currentEvents / currentRows,
                error,
                FisherExact.twoSided(referenceEvents, referenceRows, currentEvents, currentRows));
    }

    /** The missing shares of two profiles of one column. */
    public static ShareTest missing(ColumnProfile reference, ColumnProfile current) {
        return of(reference.missing(), reference.rows(), current.missing(), current.rows());
    }

    /** The shares of values without a bin of their own; the reference's is corrected as the stability index's is. */
    public static ShareTest unexpected(ColumnProfile reference, ColumnProfile current) {
        long expected = ReferenceBins.of(reference).get(reference.counts().size());
        return of(expected, reference.rows(), current.unexpected(), current.rows());
    }

    /** What the absolute change stays below without drift, with this confidence (normal approximation). */
    public double noiseQuantile(double confidence) {
        return Gaussian.twoSided(confidence) * standardError;
    }

    /** The absolute change of the share. */
    public double effect() {
        return Math.abs(current - reference);
    }
}
