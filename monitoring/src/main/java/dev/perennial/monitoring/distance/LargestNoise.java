package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Gaussian;
import java.util.List;

/**
 * The noise of the largest of several absolute normal deviations, by Bonferroni's inequality: the chance that any exceeds a
 * bound is at most the sum of the chances. For shares of one sample, which are negatively dependent, it is close to exact.
 *
 * @param deviations the standard deviation of each; zeros are left out
 */
record LargestNoise(List<Double> deviations) implements Noise {
    private static final int HALVINGS = 80;

    LargestNoise {
        deviations = deviations.stream().filter(deviation -> deviation > 0).toList();
    }

    @Override
    public double quantile(double confidence) {
        double excess = 1 - Require.level(confidence, "confidence");
        if (deviations.isEmpty()) {
            return 0;
        }
        double largest =
                deviations.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double low = 0;
        double high = largest * Gaussian.twoSided(1 - excess / deviations.size());
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = (low + high) / 2;
            if (tail(middle) > excess) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    @Override
    public double tail(double value) {
        if (deviations.isEmpty()) {
            return value > 0 ? 0 : 1;
        }
        double sum = 0;
        for (double deviation : deviations) {
            sum += 2 * Gaussian.upperTail(value / deviation);
        }
        return Math.min(1, sum);
    }
}
