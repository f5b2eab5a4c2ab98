package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.ColumnProfile;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * The chi-square test that two samples of counts come from one distribution, fit for sparse bins.
 *
 * <p>Both samples are taken as samples, not one of them as the truth. Given the margins, the statistic's exact mean and
 * variance are known; a gamma distribution with both is its reference, which unlike chi-square holds its level with many
 * thin bins. Bins with less than .2 expected rows in the smaller sample are first counted together; if even their sum
 * expects fewer, that sum is tested exactly (Fisher) and the smaller of the two p values is doubled. Where one sample lies in
 * the thin bins altogether only that exact test is left, and the statistic is zero.
 *
 * <p>Sources: J. B. S. Haldane, "The mean and variance of chi-square, when used as a test of homogeneity, when expectations
 * are small", Biometrika 31 (1940); R. B. Dawson, "A simplified expression for the variance of the chi-square function on a
 * contingency table", Biometrika 41 (1954).
 *
 * @param statistic Pearson's statistic over the bins that are dense enough, zero or more
 * @param bins their number
 * @param pValue the probability of such a difference without drift; one when there is nothing to compare
 */
public record TwoSampleChiSquare(double statistic, int bins, double pValue) {

    private static final double LEAST_EXPECTED = 0.2;

    /* One row beside equal bins leaves the statistic no variance; what is left of it then is the rounding of the sums. */
    private static final double ROUNDING = 1e-12;

    /** Checks the numbers. */
    public TwoSampleChiSquare {
        Require.notNegative(statistic, "statistic");
        Require.share(pValue, "p value");
    }

    /**
     * Compares two profiles of one column, missing and unexpected rows being bins of their own. The reference's "other" is
     * corrected for categories having been named on the reference itself.
     */
    public static TwoSampleChiSquare of(ColumnProfile reference, ColumnProfile current) {
        AlignedCounts counts = AlignedCounts.of(reference, current);
        return of(counts.reference(), counts.current());
    }

    /** Compares counts over the same bins. */
    public static TwoSampleChiSquare of(List<Long> reference, List<Long> current) {
        Require.sameLength(reference.size(), current.size(), "current counts");
        double n = reference.stream().mapToLong(Long::longValue).sum();
        double m = current.stream().mapToLong(Long::longValue).sum();
        if (n == 0 || m == 0) {
            return new TwoSampleChiSquare(0, 0, 1);
        }
        double smallerShare = Math.min(n, m) / (n + m);
        List<long[]> dense = new ArrayList<>();
        long[] thin = new long[2];
        for (int i = 0; i < reference.size(); i++) {
            long[] bin = {reference.get(i), current.get(i)};
            if ((bin[0] + bin[1]) * smallerShare >= LEAST_EXPECTED) {
                dense.add(bin);
            } else {
                thin[0] += bin[0];
                thin[1] += bin[1];
            }
        }
        double thinPValue = 1;
        boolean thinTested = false;
        if ((thin[0] + thin[1]) * smallerShare >= LEAST_EXPECTED) {
            dense.add(thin);
        } else if (thin[0] + thin[1] > 0) {
            thinPValue = FisherExact.twoSided(thin[0], (long) n, thin[1], (long) m);
            thinTested = true;
        }
        boolean oneSided = dense.stream().mapToLong(bin -> bin[0]).sum() == 0
                || dense.stream().mapToLong(bin -> bin[1]).sum() == 0;
        if (dense.size() < 2 || oneSided) {
            return new TwoSampleChiSquare(0, dense.size(), thinPValue);
        }
        double statistic = statistic(dense);
        double pValue = gammaTail(statistic, dense);
        return new TwoSampleChiSquare(
                statistic, dense.size(), thinTested ? Math.min(1, 2 * Math.min(pValue, thinPValue)) : pValue);
    }

    private static double statistic(List<long[]> bins) {
        double n = bins.stream().mapToLong(bin -> bin[0]).sum();
        double m = bins.stream().mapToLong(bin -> bin[1]).sum();
        double statistic = 0;
        for (long[] bin : bins) {
            double total = bin[0] + bin[1];
            double distance = bin[1] - m * total / (n + m);
            statistic += distance * distance * (n + m) * (n + m) / (n * m * total);
        }
        return statistic;
    }

    private static double gammaTail(double statistic, List<long[]> bins) {
        double n = bins.stream().mapToLong(bin -> bin[0]).sum();
        double m = bins.stream().mapToLong(bin -> bin[1]).sum();
        double all = n + m;
        if (n == 0 || m == 0 || all < 4) {
            return 1;
        }
        double columns = bins.size();
        double inverseColumns = 0;
        for (long[] bin : bins) {
            inverseColumns += all / (bin[0] + bin[1]);
        }
        double v1 = (all - 2) / (all - 1);
        double w1 = (all / n + all / m - 4) / (all - 2);
        double v2 = (columns - 1) * (all - columns) / (all - 1);
        double w2 = (inverseColumns - columns * columns) / (all - 2);
        double mean = all * (columns - 1) / (all - 1);
        double variance = 2 * all / (all - 3) * (v1 - w1) * (v2 - w2) + all * all / (all - 1) * w1 * w2;
        if (!(variance > ROUNDING * mean * mean)) {
            return statistic > mean * (1 + Math.sqrt(ROUNDING)) ? 0 : 1;
        }
        return Math.min(
                1, GammaDistribution.of(mean * mean / variance, variance / mean).survivalProbability(statistic));
    }
}
