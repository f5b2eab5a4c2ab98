package dev.perennial.monitoring.joint;

import java.util.Arrays;

/** Mean and standard deviation, the latter with one degree of freedom less than values; 0 without a value. */
record Moments(long count, double mean, double deviation) {

    static Moments of(double[] values) {
        int n = values.length;
        double mean = n == 0 ? 0 : Arrays.stream(values).sum() / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(n, mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)));
    }

    double standardError() {
        return count == 0 ? 0 : deviation / Math.sqrt((double) count);
    }
}
