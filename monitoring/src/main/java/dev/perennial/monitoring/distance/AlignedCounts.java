package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.ColumnProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts of a reference and of a current sample over the same bins; bins that are empty on both sides carry nothing and
 * are left out.
 *
 * @param reference one count a bin
 * @param current one count a bin
 */
record AlignedCounts(List<Long> reference, List<Long> current) {

    AlignedCounts {
        Require.sameLength(reference.size(), current.size(), "current counts");
        List<Long> before = new ArrayList<>(reference.size());
        List<Long> after = new ArrayList<>(reference.size());
        for (int bin = 0; bin < reference.size(); bin++) {
            Require.notNegative(reference.get(bin), "count");
            Require.notNegative(current.get(bin), "count");
            if (reference.get(bin) + current.get(bin) > 0) {
                before.add(reference.get(bin));
                after.add(current.get(bin));
            }
        }
        reference = List.copyOf(before);
        current = List.copyOf(after);
    }

    /* Value bins, then unexpected, then missing; the reference's "other" corrected for the choice of names. */
    static AlignedCounts of(ColumnProfile reference, ColumnProfile current) {
        List<Long> after = new ArrayList<>(current.counts());
        after.add(current.unexpected());
        after.add(current.missing());
        return new AlignedCounts(ReferenceBins.of(reference), after);
    }

    int bins() {
        return reference.size();
    }

    long referenceRows() {
        return total(reference);
    }

    long currentRows() {
        return total(current);
    }

    double[] referenceShares() {
        return shares(reference, 0);
    }

    double[] currentShares() {
        return shares(current, 0);
    }

    /* Jeffreys' prior: (count + 1/2) / (rows + bins/2), so that no share is zero. */
    double[] smoothedReference() {
        return shares(reference, 0.5);
    }

    double[] smoothedCurrent() {
        return shares(current, 0.5);
    }

    /* The best estimate of the common shares, were there no drift. */
    double[] pooledShares() {
        double rows = (double) referenceRows() + currentRows();
        double[] shares = new double[bins()];
        for (int bin = 0; bin < shares.length; bin++) {
            shares[bin] = ((double) reference.get(bin) + current.get(bin)) / rows;
        }
        return shares;
    }

    /* The variance of a difference of two shares is this times share (1 - share). */
    double samplingScale() {
        return 1.0 / referenceRows() + 1.0 / currentRows();
    }

    private static double[] shares(List<Long> counts, double prior) {
        double rows = total(counts) + prior * counts.size();
        return counts.stream().mapToDouble(count -> (count + prior) / rows).toArray();
    }

    private static long total(List<Long> counts) {
        long total = 0;
        for (long count : counts) {
            total = Math.addExact(total, count);
        }
        return total;
    }
}
