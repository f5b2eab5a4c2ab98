package dev.perennial.monitoring.cause;

/**
 * Kullback and Leibler's divergence between counts over the same bins, in nats: zero or more, finite. Half a row is added
 * to every bin that either side uses, and what chance alone makes it, (B - 1) / 2 · (1 / n + 1 / m) for B used bins, is
 * taken off, down to zero. Zero when either side is empty.
 *
 * <p>Source: G. A. Miller, "Note on the bias of information estimates", in "Information Theory in Psychology" (1955).
 */
final class Divergence {

    private Divergence() {}

    /** Of the window's distribution from the reference's. */
    static double of(long[] window, long[] reference) {
        double n = 0;
        double m = 0;
        int used = 0;
        for (int bin = 0; bin < window.length; bin++) {
            n += window[bin];
            m += reference[bin];
            used += window[bin] + reference[bin] > 0 ? 1 : 0;
        }
        if (n == 0 || m == 0 || used < 2) {
            return 0;
        }
        double divergence = 0;
        for (int bin = 0; bin < window.length; bin++) {
            if (window[bin] + reference[bin] > 0) {
                double p = (window[bin] + 0.5) / (n + used / 2.0);
                double q = (reference[bin] + 0.5) / (m + used / 2.0);
                divergence += p * Math.log(p / q);
            }
        }
        return Math.max(0, divergence - (used - 1) / 2.0 * (1 / n + 1 / m));
    }
}
