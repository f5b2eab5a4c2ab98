package dev.perennial.monitoring.compat.nannyml;

import dev.perennial.monitoring.Require;
import java.util.OptionalDouble;

/**
 * What a method says about one chunk.
 *
 * @param value the distance or statistic
 * @param pValue its p value, for the method that alarms by it; else empty
 */
public record ChunkValue(double value, OptionalDouble pValue) {
    private static final double SIGNIFICANT = 0.05;

    /** Checks the numbers. */
    public ChunkValue {
        Require.finite(value, "value");
        pValue.ifPresent(p -> Require.share(p, "p value"));
    }

    /** A value without a p value. */
    static ChunkValue of(double value) {
        return new ChunkValue(value, OptionalDouble.empty());
    }

    /** Whether NannyML alarms: by the p value where there is one, else outside the thresholds. */
    public boolean alert(Thresholds thresholds) {
        return pValue.isPresent() ? pValue.getAsDouble() < SIGNIFICANT : thresholds.alert(value);
    }
}
