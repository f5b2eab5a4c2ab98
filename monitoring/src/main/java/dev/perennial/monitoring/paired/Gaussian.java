package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles and tails of the normal and Student's t distribution. */
public final class Gaussian {

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Gaussian() {}

    /** The standard normal quantile of a probability strictly between 0 and 1. */
    public static double quantile(double probability) {
        return STANDARD.inverseCumulativeProbability(Require.level(probability, "probability"));
    }

    /** The quantile z such that a standard normal variable lies within ±z with probability {@code level}. */
    public static double twoSided(double level) {
        return quantile(1 - (1 - Require.level(level, "confidence level")) / 2);
    }

    /** The probability that a standard normal variable exceeds z. */
    public static double upperTail(double z) {
        return STANDARD.survivalProbability(z);
    }

    /** Student's t quantile of a probability strictly between 0 and 1, with at least one degree of freedom. */
    public static double studentQuantile(double probability, double degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom)
                .inverseCumulativeProbability(Require.level(probability, "probability"));
    }

    /** The probability that a Student's t variable exceeds t. */
    public static double studentUpperTail(double t, double degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).survivalProbability(t);
    }
}
