package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * One metric of one chunk as {@link Cbpe} estimates it.
 *
 * @param value the estimate
 * @param samplingError its standard error
 * @param lowerBound three standard errors below, within the metric's range
 * @param upperBound three standard errors above, within the metric's range
 * @param lowerThreshold three standard deviations of the reference chunks below their mean
 * @param upperThreshold as many above
 * @param alert whether the estimate lies beyond a threshold
 */
public record CbpeValue(
        double value,
        double samplingError,
        double lowerBound,
        double upperBound,
        double lowerThreshold,
        double upperThreshold,
        boolean alert) {

    /** Checks that all are numbers. */
    public CbpeValue {
        Require.finite(value, "value");
        Require.notNegative(samplingError, "sampling error");
        Require.finite(lowerBound, "lower bound");
        Require.finite(upperBound, "upper bound");
        Require.finite(lowerThreshold, "lower threshold");
        Require.finite(upperThreshold, "upper threshold");
    }
}
