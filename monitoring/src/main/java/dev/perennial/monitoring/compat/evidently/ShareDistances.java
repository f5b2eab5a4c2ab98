package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.sample.EqualWidthBins;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.distance.Divergences;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/** The distances over shares, with Evidently's bins and zeros. */
final class ShareDistances {
    private static final int MOST_VALUES_COUNTED = 20;
    private static final double ZERO = 1e-4;

    private ShareDistances() {}

    static double overBins(
            double[] x, double[] y, ValueCounts counts, ToDoubleBiFunction<double[], double[]> distance) {
        if (counts.referenceValues() <= MOST_VALUES_COUNTED) {
            return distance.applyAsDouble(counts.referenceShares(), counts.currentShares());
        }
        EqualWidthBins bins = EqualWidthBins.sturges(x, y);
        return distance.applyAsDouble(bins.shares(x), bins.shares(y));
    }

    static double jensenShannon(double[] p, double[] q) {
        return Math.sqrt(Divergences.jensenShannon(p, q));
    }

    static double stabilityIndex(double[] p, double[] q) {
        fillZeros(p);
        fillZeros(q);
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += (p[bin] - q[bin]) * Math.log(p[bin] / q[bin]);
        }
        return sum;
    }

    /* Filled first, and only here made to sum to one again. */
    static double kullbackLeibler(double[] p, double[] q) {
        fillZeros(p);
        fillZeros(q);
        double sumOfP = Arrays.stream(p).sum();
        double sumOfQ = Arrays.stream(q).sum();
        return Divergences.kullbackLeibler(
                Arrays.stream(p).map(share -> share / sumOfP).toArray(),
                Arrays.stream(q).map(share -> share / sumOfQ).toArray());
    }

    static double hellinger(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += Math.sqrt(p[bin] * q[bin]);
        }
        return Math.sqrt(1 - Math.max(0, Math.min(1, sum)));
    }

    /* Distinct values make the bins; values enter the densities as often as they occur. */
    static double hellingerOfNumbers(double[] x, double[] y, ValueCounts counts) {
        double[] distinct =
                counts.values().stream().mapToDouble(Double::parseDouble).toArray();
        EqualWidthBins bins = EqualWidthBins.sturges(distinct, new double[0]);
        return hellinger(bins.shares(x), bins.shares(y));
    }

    private static void fillZeros(double[] shares) {
        double smallest =
                Arrays.stream(shares).filter(share -> share != 0).min().orElse(ZERO);
        double filling = smallest <= ZERO ? smallest / 1e6 : ZERO;
        for (int bin = 0; bin < shares.length; bin++) {
            shares[bin] = shares[bin] == 0 ? filling : shares[bin];
        }
    }
}
