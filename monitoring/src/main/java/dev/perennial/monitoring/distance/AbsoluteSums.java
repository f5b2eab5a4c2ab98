package dev.perennial.monitoring.distance;

/**
 * Mean and variance of weighted sums of absolute values of jointly normal variables with mean zero.
 *
 * <p>E|X| = σ √(2/π), and for correlation ρ: Cov(|X|, |Y|) = (2/π) σ τ (√(1 - ρ²) + ρ arcsin ρ - 1) (S. Nabeya, "Absolute
 * moments in 2-dimensional normal distribution", Annals of the Institute of Statistical Mathematics 3, 1951).
 */
final class AbsoluteSums {

    private AbsoluteSums() {}

    /* Correlation of two of the variables. */
    interface Correlation {
        double between(int left, int right);
    }

    static Noise noise(double[] weights, double[] deviations, Correlation correlation) {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < deviations.length; i++) {
            double left = weights[i] * deviations[i];
            if (left == 0) {
                continue;
            }
            mean += left * Math.sqrt(2 / Math.PI);
            variance += left * left * (1 - 2 / Math.PI);
            for (int j = 0; j < i; j++) {
                double right = weights[j] * deviations[j];
                if (right != 0) {
                    variance += 2 * left * right * covariance(correlation.between(j, i));
                }
            }
        }
        return GammaNoise.ofMoments(mean, variance);
    }

    private static double covariance(double correlation) {
        double rho = Math.max(-1, Math.min(1, correlation));
        return 2 / Math.PI * (Math.sqrt(1 - rho * rho) + rho * Math.asin(rho) - 1);
    }
}
