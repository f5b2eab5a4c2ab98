package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * The noise of a distance one power of which has a gamma distribution.
 *
 * <p>Two uses: exactly scaled chi-square (shape half its degrees of freedom) for the divergences, whose second-order
 * expansion around "no drift" is a multiple of Pearson's statistic; and a gamma distribution with the mean and variance that
 * theory gives (K. Pearson's type III) for sums of absolute differences.
 *
 * @param shape the shape of the gamma variable
 * @param scale its scale
 * @param power the distance is the gamma variable to this power: 1, or 1/2 for a square root
 */
record GammaNoise(double shape, double scale, double power) implements Noise {

    GammaNoise {
        Require.positive(shape, "shape");
        Require.positive(scale, "scale");
        Require.positive(power, "power");
    }

    /* factor times chi-square with bins - 1 degrees of freedom, to the power. */
    static Noise scaledChiSquare(int bins, double factor, double power) {
        return bins < 2 ? new NoNoise() : new GammaNoise((bins - 1) / 2.0, 2 * factor, power);
    }

    static Noise ofMoments(double mean, double variance) {
        return mean > 0 && variance > 0 ? new GammaNoise(mean * mean / variance, variance / mean, 1) : new NoNoise();
    }

    @Override
    public double quantile(double confidence) {
        return Math.pow(gamma().inverseCumulativeProbability(Require.level(confidence, "confidence")), power);
    }

    @Override
    public double tail(double value) {
        return value <= 0 ? 1 : gamma().survivalProbability(Math.pow(value, 1 / power));
    }

    private GammaDistribution gamma() {
        return GammaDistribution.of(shape, scale);
    }
}
