package dev.perennial.monitoring.service;

import dev.perennial.monitoring.paired.Intervals;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How a service answered the requests of a window.
 *
 * <p>Latencies are sample quantiles in milliseconds, the smallest value that at least the stated share does not exceed.
 * Their intervals are order statistics whose ranks come from the binomial distribution (H. A. David, H. N. Nagaraja,
 * "Order Statistics", 3rd edition 2003, section 7.1): they assume independent requests and nothing about the shape. Where a
 * sample is too small for an upper limit, the upper end is the largest value seen and covers less than the level; where it
 * is too small for a lower one, the quantile is not evaluable. Rates have Wilson's interval. Higher is worse for all.
 *
 * @param requests how many requests there were
 * @param latencyP50 the median latency of those answered
 * @param latencyP99 the latency that 99 % of those answered do not exceed
 * @param errorRate the share that ended in an error
 * @param fallbackRate the share that the fallback answered
 */
public record ServiceLevels(
        long requests, Estimate latencyP50, Estimate latencyP99, Estimate errorRate, Estimate fallbackRate) {
    private static final double LEVEL = 0.95;
    private static final double MICROS_PER_MILLI = 1000;

    /** Measures requests by their latencies in microseconds, in any order; the array is not kept. */
    public static ServiceLevels measure(long[] answeredMicros, long failures, long fallbacks) {
        long[] sorted = answeredMicros.clone();
        Arrays.sort(sorted);
        long requests = sorted.length + failures;
        return new ServiceLevels(
                requests,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                rate(failures, requests),
                rate(fallbacks, requests));
    }

    private static Estimate rate(long count, long requests) {
        return requests == 0
                ? new Estimate.NotEvaluable("there was no request")
                : Estimate.of((double) count / requests, Intervals.wilson(count, requests, LEVEL));
    }

    private static Estimate quantile(long[] sorted, double share) {
        int size = sorted.length;
        if (size == 0) {
            return new Estimate.NotEvaluable("no request was answered");
        }
        BinomialDistribution below = BinomialDistribution.of(size, share);
        int lower = below.inverseCumulativeProbability((1 - LEVEL) / 2);
        int upper = Math.min(size, below.inverseCumulativeProbability((1 + LEVEL) / 2) + 1);
        if (lower < 1) {
            return new Estimate.NotEvaluable(size + " answered requests are too few for a quantile");
        }
        int rank = Math.max(1, (int) Math.ceil(share * size));
        return new Estimate.Measured(
                millis(sorted[rank - 1]), millis(sorted[lower - 1]), millis(sorted[upper - 1]), LEVEL);
    }

    private static double millis(long micros) {
        return micros / MICROS_PER_MILLI;
    }
}
