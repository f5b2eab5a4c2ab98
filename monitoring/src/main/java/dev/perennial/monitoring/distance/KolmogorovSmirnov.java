package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Ascending;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.NumericProfile;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * The Kolmogorov-Smirnov distance of two samples: the largest distance between their distribution functions, in [0, 1],
 * symmetric, larger is a larger change.
 *
 * <p>Read from bins it is too small by at most the mass of one bin ({@code errorBound}), so its p value is conservative.
 * It is blind on columns with ties; those are compared by their bins instead. Rows are taken as independent.
 *
 * <p>Source: N. Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical
 * Statistics 19 (1948); finite samples by the correction of M. A. Stephens, JRSS-B 32 (1970).
 *
 * @param distance the distance
 * @param errorBound the most by which the distance of the values themselves is larger; zero when it was exact
 * @param pValue the probability of such a distance without drift
 * @param referenceRows rows with a finite value in the reference
 * @param currentRows rows with a finite value in the current sample
 */
public record KolmogorovSmirnov(
        double distance, double errorBound, double pValue, long referenceRows, long currentRows) {

    /** Checks the numbers. */
    public KolmogorovSmirnov {
        Require.share(distance, "distance");
        Require.share(errorBound, "error bound");
        Require.share(pValue, "p value");
        Require.positive(referenceRows, "reference rows");
        Require.positive(currentRows, "current rows");
    }

    /**
     * Compares two profiles over the same bins, finite values only.
     *
     * @throws IllegalArgumentException if either side has no finite value, or their bins differ
     */
    public static KolmogorovSmirnov of(NumericProfile reference, NumericProfile current) {
        if (!reference.bins().equals(current.bins())) {
            throw new IllegalArgumentException("Cannot compare numeric profiles: their cut points differ");
        }
        double n = reference.finite();
        double m = current.finite();
        if (n == 0 || m == 0) {
            throw new IllegalArgumentException("Cannot compare numeric profiles: one has no finite value");
        }
        long below = 0;
        long belowCurrent = 0;
        double distance = 0;
        double largestMass = 0;
        for (int bin = 0; bin < reference.counts().size(); bin++) {
            long count = reference.counts().get(bin);
            long countCurrent = current.counts().get(bin);
            below += count;
            belowCurrent += countCurrent;
            distance = Math.max(distance, Math.abs(below / n - belowCurrent / m));
            largestMass = Math.max(largestMass, Math.max(count / n, countCurrent / m));
        }
        distance = Math.min(1, distance);
        return new KolmogorovSmirnov(
                distance,
                Math.min(largestMass, 1 - distance),
                asymptotic(distance, n, m),
                reference.finite(),
                current.finite());
    }

    /**
     * Compares two samples of finite values; the p value is exact for up to 10,000 rows a side without ties, else
     * asymptotic.
     */
    public static KolmogorovSmirnov exact(double[] reference, double[] current) {
        double[] x = sortedFinite(reference);
        double[] y = sortedFinite(current);
        if (x.length < 2 || y.length < 2) {
            throw new IllegalArgumentException("Cannot compare samples: " + x.length + " and " + y.length
                    + " rows, at least 2 of each are needed");
        }
        var result = KolmogorovSmirnovTest.withDefaults().test(x, y);
        return new KolmogorovSmirnov(
                Math.min(1, result.getStatistic()),
                0,
                Math.min(1, Math.max(0, result.getPValue())),
                x.length,
                y.length);
    }

    /** What the distance stays below without drift, with this confidence; asymptotic. */
    public double noiseQuantile(double confidence) {
        return noiseQuantile(referenceRows, currentRows, confidence);
    }

    static double noiseQuantile(long referenceRows, long currentRows, double confidence) {
        double scale = Math.sqrt((double) referenceRows * currentRows / ((double) referenceRows + currentRows));
        double root = scale + 0.12 + 0.11 / scale;
        return Math.sqrt(-Math.log((1 - Require.level(confidence, "confidence")) / 2) / 2) / root;
    }

    static double asymptotic(double distance, double n, double m) {
        double scale = Math.sqrt(n * m / (n + m));
        double lambda = (scale + 0.12 + 0.11 / scale) * distance;
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            double term = Math.exp(-2.0 * k * k * lambda * lambda);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-18) {
                break;
            }
        }
        return Math.min(1, Math.max(0, 2 * sum));
    }

    private static double[] sortedFinite(double[] values) {
        double[] sorted = values.clone();
        for (double value : sorted) {
            Require.finite(value, "value");
        }
        Ascending.sort(sorted);
        return sorted;
    }
}
