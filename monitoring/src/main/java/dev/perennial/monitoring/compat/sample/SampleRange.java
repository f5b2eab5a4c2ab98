package dev.perennial.monitoring.compat.sample;

import dev.perennial.monitoring.Require;

/**
 * The least and the greatest of some finite values.
 *
 * @param least the least
 * @param greatest the greatest
 */
public record SampleRange(double least, double greatest) {

    /** Checks the order. */
    public SampleRange {
        Require.finite(least, "least value");
        Require.finite(greatest, "greatest value");
        if (least > greatest) {
            throw new IllegalArgumentException("Invalid range: " + least + " to " + greatest);
        }
    }

    /** The range of two samples together, not both empty. */
    public static SampleRange of(double[] values, double[] more) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double[] sample : new double[][] {values, more}) {
            for (double value : sample) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        return new SampleRange(least, greatest);
    }

    /** The difference of both. */
    public double width() {
        return greatest - least;
    }
}
