package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;

/** Divergences of two lists of shares over the same bins. */
public final class Divergences {

    private Divergences() {}

    /**
     * Kullback-Leibler divergence Σ p ln(p / q) in nats. A bin with p = 0 adds nothing; the result is infinite where q is zero
     * and p is not, so whoever reports it smooths first.
     */
    public static double kullbackLeibler(double[] p, double[] q) {
        Require.sameLength(p.length, q.length, "shares");
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            if (p[bin] > 0) {
                sum += p[bin] * Math.log(p[bin] / q[bin]);
            }
        }
        return Math.max(0, sum);
    }

    /** Jensen-Shannon divergence in nats, at most ln 2; its square root is a metric. */
    public static double jensenShannon(double[] p, double[] q) {
        Require.sameLength(p.length, q.length, "shares");
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double middle = (p[bin] + q[bin]) / 2;
            sum += p[bin] > 0 ? p[bin] * Math.log(p[bin] / middle) : 0;
            sum += q[bin] > 0 ? q[bin] * Math.log(q[bin] / middle) : 0;
        }
        return Math.max(0, sum / 2);
    }

    /** Hellinger distance √(½ Σ (√p - √q)²), at most 1. */
    public static double hellinger(double[] p, double[] q) {
        Require.sameLength(p.length, q.length, "shares");
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double difference = Math.sqrt(p[bin]) - Math.sqrt(q[bin]);
            sum += difference * difference;
        }
        return Math.min(1, Math.sqrt(sum / 2));
    }
}
