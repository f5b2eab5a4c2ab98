package dev.perennial.monitoring.sequential;

import dev.perennial.monitoring.Require;

/**
 * Boundaries for means of unbounded values that may be looked at at any time, valid as the number of values grows.
 *
 * <p>A mean of t values with standard deviation s is covered at all times by ± s times {@link #margin}. The boundary is the
 * normal mixture's; rho decides at which time it is tightest.
 *
 * <p>Sources: H. Robbins, Annals of Mathematical Statistics 41 (1970); I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A.
 * Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024).
 */
public final class AsymptoticConfidenceSequence {

    private AsymptoticConfidenceSequence() {}

    /**
     * The radius of the sequence for the mean of values with unit variance.
     *
     * @param time the number of values, or any intrinsic time (accumulated variance in units of one value), above 0
     * @param rhoSquared the mixing variance, above 0
     * @param alpha the probability of ever missing
     * @param sides one limit or both
     */
    public static double margin(double time, double rhoSquared, double alpha, Sides sides) {
        return boundary(time, rhoSquared, alpha, sides) / Math.sqrt(time);
    }

    /** The same boundary for the mean divided by its standard error: what replaces the 1.645 or 1.96 of a single look. */
    public static double boundary(double time, double rhoSquared, double alpha, Sides sides) {
        Require.positive(time, "time");
        Require.positive(rhoSquared, "mixing variance");
        Require.level(alpha, "level");
        double scaled = time * rhoSquared + 1;
        double logTerm =
                sides == Sides.TWO ? Math.log(Math.sqrt(scaled) / alpha) : Math.log1p(Math.sqrt(scaled) / (2 * alpha));
        return Math.sqrt(2 * scaled / (time * rhoSquared) * logTerm);
    }

    /** The mixing variance for which the boundary is about tightest at a given time. */
    public static double rhoSquaredFor(double time, double alpha, Sides sides) {
        Require.positive(time, "time");
        double level = sides == Sides.TWO ? alpha : Math.min(0.5, 2 * alpha);
        double logTerm = -2 * Math.log(Require.level(level, "level"));
        return (logTerm + Math.log1p(logTerm)) / time;
    }
}
