package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.paired.Gaussian;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The p values over counts of values. */
final class CountTests {

    private CountTests() {}

    static double chiSquare(ValueCounts counts) {
        double ratio = (double) counts.currentRows() / counts.referenceRows();
        long[] reference = counts.reference();
        long[] current = counts.current();
        double statistic = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            double expected = reference[bin] * ratio;
            double difference = current[bin] - expected;
            statistic += difference * difference / expected;
        }
        return tail(statistic, reference.length - 1);
    }

    static double likelihoodRatio(ValueCounts counts) {
        long[] reference = counts.reference();
        long[] current = counts.current();
        double statistic = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            statistic += current[bin] == 0 ? 0 : 2 * current[bin] * Math.log((double) current[bin] / reference[bin]);
        }
        return tail(statistic, reference.length - 1);
    }

    static double smallestValueZ(ValueCounts counts) {
        if (counts.size() == 1) {
            return 1;
        }
        double n = counts.referenceRows();
        double m = counts.currentRows();
        double p = 1 - counts.reference()[0] / n;
        double q = 1 - counts.current()[0] / m;
        double pooled = (p * n + q * m) / (n + m);
        double z = (p - q) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
        return Math.min(1, 2 * Gaussian.upperTail(Math.abs(z)));
    }

    /* SciPy's tail of zero degrees of freedom is NaN. */
    private static double tail(double statistic, int degreesOfFreedom) {
        if (degreesOfFreedom == 0) {
            return Double.NaN;
        }
        return Double.isInfinite(statistic)
                ? 0
                : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }
}
