package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** Confidence intervals for proportions of independent trials. */
public final class Intervals {

    /*
     * 1. E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
     * 2. R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
     *    methods", Statistics in Medicine 17 (1998), method 10.
     * 3. C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).
     */

    private Intervals() {}

    /**
     * Wilson's score interval for a proportion (source 1): within [0, 1], sensible at 0 and at all successes. Two-sided.
     *
     * @throws IllegalArgumentException if there is no trial
     */
    public static Interval wilson(long successes, long trials, double level) {
        check(successes, trials);
        double z = Gaussian.twoSided(level);
        double n = trials;
        double p = successes / n;
        double centre = p + z * z / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        double lower = successes == 0 ? 0 : Math.max(0, (centre - half) / scale);
        double upper = successes == trials ? 1 : Math.min(1, (centre + half) / scale);
        return new Interval(lower, upper, level);
    }

    /** Newcombe's hybrid score interval for the difference of two independent proportions, first minus second. */
    public static Interval newcombe(
            long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, double level) {
        Interval first = wilson(firstSuccesses, firstTrials, level);
        Interval second = wilson(secondSuccesses, secondTrials, level);
        double p1 = (double) firstSuccesses / firstTrials;
        double p2 = (double) secondSuccesses / secondTrials;
        double difference = p1 - p2;
        return new Interval(
                difference - Math.hypot(p1 - first.lower(), second.upper() - p2),
                difference + Math.hypot(first.upper() - p1, p2 - second.lower()),
                level);
    }

    /**
     * The exact one-sided upper limit of a proportion (source 3): with no success among n trials it is
     * {@code 1 - (1 - level)^(1/n)}, at level .95 about 3/n, the rule of three.
     */
    public static double exactUpperLimit(long successes, long trials, double level) {
        check(successes, trials);
        Require.level(level, "confidence level");
        if (successes == trials) {
            return 1;
        }
        if (successes == 0) {
            return -Math.expm1(Math.log1p(-level) / trials);
        }
        return BetaDistribution.of(successes + 1.0, (double) (trials - successes))
                .inverseCumulativeProbability(level);
    }

    /** The exact one-sided lower limit of a proportion (source 3). */
    public static double exactLowerLimit(long successes, long trials, double level) {
        return 1 - exactUpperLimit(trials - successes, trials, level);
    }

    private static void check(long successes, long trials) {
        Require.notNegative(successes, "number of successes");
        if (trials < 1 || successes > trials) {
            throw new IllegalArgumentException("Invalid proportion: " + successes + " of " + trials);
        }
    }
}
