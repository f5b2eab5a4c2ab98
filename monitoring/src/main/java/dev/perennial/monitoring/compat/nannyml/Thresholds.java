package dev.perennial.monitoring.compat.nannyml;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The band outside which NannyML alarms: mean ± 3 standard deviations (denominator n) of the values on chunks of the
 * reference. The reference's chunks were part of what the method was fitted on, so the band is too narrow.
 *
 * @param lower values strictly below alarm; empty when there is no lower limit
 * @param upper values strictly above alarm; empty when there is no upper limit
 */
public record Thresholds(OptionalDouble lower, OptionalDouble upper) {
    private static final double DEVIATIONS = 3;

    /** The band of a drift method: it has no lower limit, and an upper one at or above 1 is none for a distance up to 1. */
    public static Thresholds ofDrift(NannyMethod method, double[] onReferenceChunks) {
        if (method == NannyMethod.CHI_SQUARE) {
            return new Thresholds(OptionalDouble.empty(), OptionalDouble.empty());
        }
        double[] band = band(onReferenceChunks);
        boolean capped = method == NannyMethod.KOLMOGOROV_SMIRNOV && band[1] >= 1;
        return new Thresholds(OptionalDouble.empty(), capped ? OptionalDouble.empty() : OptionalDouble.of(band[1]));
    }

    /** The band of the share of missing values: cut off at 0 and 1. */
    public static Thresholds ofMissing(double[] onReferenceChunks) {
        double[] band = band(onReferenceChunks);
        return new Thresholds(OptionalDouble.of(Math.max(0, band[0])), OptionalDouble.of(Math.min(1, band[1])));
    }

    /** The band of the shares of unseen and of out-of-range values: any such value alarms. */
    public static Thresholds none() {
        return new Thresholds(OptionalDouble.empty(), OptionalDouble.of(0));
    }

    /** Whether NannyML alarms at a value. */
    public boolean alert(double value) {
        return (lower.isPresent() && value < lower.getAsDouble()) || (upper.isPresent() && value > upper.getAsDouble());
    }

    private static double[] band(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        double width = DEVIATIONS * Math.sqrt(variance);
        return new double[] {mean - width, mean + width};
    }
}
