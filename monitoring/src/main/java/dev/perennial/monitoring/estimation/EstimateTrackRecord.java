package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Intervals;
import java.util.Locale;
import java.util.Optional;

/**
 * How the estimates of one metric have turned out so far: sums over the windows whose labels have landed. Merging is
 * addition; the empty record is its neutral element.
 *
 * @param windows how many estimates were compared
 * @param covered how many of them held the realised value in their interval
 * @param sumError the sum of estimate minus realised value
 * @param sumAbsoluteError the sum of its absolute value
 * @param sumSquaredStandardised the sum of its square after division by the estimate's own standard error
 */
public record EstimateTrackRecord(
        long windows, long covered, double sumError, double sumAbsoluteError, double sumSquaredStandardised) {

    private static final double DOUBT = 0.95;

    /* Standard errors beyond which no further distance says more; its square stays a number. */
    private static final double FARTHEST = 1e100;

    /** Checks the counts. */
    public EstimateTrackRecord {
        Require.notNegative(windows, "window count");
        Require.notNegative(covered, "count of covered windows");
        Require.finite(sumError, "sum of errors");
        Require.notNegative(sumAbsoluteError, "sum of absolute errors");
        Require.notNegative(sumSquaredStandardised, "sum of squared standardised errors");
        if (covered > windows) {
            throw new IllegalArgumentException("Invalid track record: " + covered + " of " + windows + " are covered");
        }
    }

    /** Nothing compared yet. */
    public static EstimateTrackRecord empty() {
        return new EstimateTrackRecord(0, 0, 0, 0, 0);
    }

    /** One estimate and what the labels then showed. */
    public static EstimateTrackRecord of(PerformanceEstimate.Estimated estimate, double realised) {
        double error = estimate.value() - Require.finite(realised, "realised value");
        double scale = estimate.predictiveError();
        double standardised = scale > 0 ? Math.min(FARTHEST, Math.abs(error) / scale) : 0;
        boolean held = realised >= estimate.lower() && realised <= estimate.upper();
        return new EstimateTrackRecord(1, held ? 1 : 0, error, Math.abs(error), standardised * standardised);
    }

    /** Both records together. */
    public EstimateTrackRecord plus(EstimateTrackRecord other) {
        return new EstimateTrackRecord(
                windows + other.windows,
                covered + other.covered,
                sumError + other.sumError,
                sumAbsoluteError + other.sumAbsoluteError,
                sumSquaredStandardised + other.sumSquaredStandardised);
    }

    /** The mean absolute error; empty without a window. */
    public Optional<Double> meanAbsoluteError() {
        return windows == 0 ? Optional.empty() : Optional.of(sumAbsoluteError / windows);
    }

    /** The mean of estimate minus realised value: positive means that estimates promise too much of the metric. */
    public Optional<Double> bias() {
        return windows == 0 ? Optional.empty() : Optional.of(sumError / windows);
    }

    /** The share of windows whose interval held the realised value. */
    public Optional<Double> coverage() {
        return windows == 0 ? Optional.empty() : Optional.of((double) covered / windows);
    }

    /**
     * By what factor intervals must be wider for the errors seen: the root of the mean squared standardised error with
     * one pseudo-window of exactly the promised error, never below 1. Without a window it is 1.
     */
    public double widening() {
        return Math.max(1, Math.sqrt((sumSquaredStandardised + 1) / (windows + 1)));
    }

    /** Why intervals of so much probability are not to be believed any more, if the coverage so far speaks against it. */
    public Optional<String> distrust(double level) {
        Require.level(level, "level");
        if (windows == 0 || Intervals.exactUpperLimit(covered, windows, DOUBT) >= level) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "only %d of %d past intervals of %.0f %% held what labels then showed",
                covered,
                windows,
                100 * level));
    }

    /** An estimate as this record bids: its interval widened, or its trust withdrawn when coverage has been poor. */
    public PerformanceEstimate temper(PerformanceEstimate estimate, EstimatedMetric metric) {
        return estimate.numbers()
                .map(numbers -> {
                    PerformanceEstimate.Estimated wider = widened(numbers, metric);
                    if (estimate instanceof PerformanceEstimate.Untrusted untrusted) {
                        return new PerformanceEstimate.Untrusted(untrusted.reason(), wider);
                    }
                    return distrust(numbers.level())
                            .<PerformanceEstimate>map(reason -> new PerformanceEstimate.Untrusted(reason, wider))
                            .orElse(wider);
                })
                .orElse(estimate);
    }

    private PerformanceEstimate.Estimated widened(PerformanceEstimate.Estimated numbers, EstimatedMetric metric) {
        double factor = widening();
        double value = numbers.value();
        return new PerformanceEstimate.Estimated(
                value,
                Math.min(value, metric.clip(value - factor * (value - numbers.lower()))),
                Math.max(value, metric.clip(value + factor * (numbers.upper() - value))),
                numbers.level(),
                factor * numbers.labelError(),
                factor * numbers.referenceError(),
                factor * numbers.supportError());
    }
}
