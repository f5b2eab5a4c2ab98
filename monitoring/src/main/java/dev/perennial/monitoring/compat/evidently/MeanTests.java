package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.paired.Gaussian;

/** Moments of samples, and Student's test of their means. */
final class MeanTests {

    private MeanTests() {}

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /* Denominator n. */
    static double deviation(double[] values) {
        return Math.sqrt(squares(values) / values.length);
    }

    /* The sum of squared deviations from the mean. */
    static double squares(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }

    static double studentPValue(double[] x, double[] y) {
        double freedom = x.length + y.length - 2.0;
        if (freedom < 1) {
            return Double.NaN;
        }
        double variance = (squares(x) + squares(y)) / freedom;
        double t = (mean(x) - mean(y)) / Math.sqrt(variance * (1.0 / x.length + 1.0 / y.length));
        return Double.isNaN(t) ? t : Math.min(1, 2 * Gaussian.studentUpperTail(Math.abs(t), freedom));
    }
}
