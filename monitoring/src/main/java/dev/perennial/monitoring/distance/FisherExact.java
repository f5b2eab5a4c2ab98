package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.paired.Gaussian;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Fisher's exact test that an event has the same share in two samples; two-sided by doubling the smaller tail. */
final class FisherExact {

    /* Above this many rows the normal approximation is used when at least this many events were seen on both sides. */
    private static final long MANY_ROWS = 1 << 30;
    private static final long MANY_EVENTS = 200;

    private FisherExact() {}

    static double twoSided(long firstEvents, long firstRows, long secondEvents, long secondRows) {
        long rows = firstRows + secondRows;
        long events = firstEvents + secondEvents;
        if (events == 0 || events == rows || firstRows == 0 || secondRows == 0) {
            return 1;
        }
        if (rows > MANY_ROWS || Math.min(events, rows - events) > MANY_EVENTS) {
            double pooled = (double) events / rows;
            double difference = (double) secondEvents / secondRows - (double) firstEvents / firstRows;
            double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / firstRows + 1.0 / secondRows));
            double expected = Math.min(pooled, 1 - pooled) * Math.min(firstRows, secondRows);
            if (rows > MANY_ROWS || expected > MANY_EVENTS) {
                return Math.min(1, 2 * Gaussian.upperTail(Math.abs(difference) / error));
            }
        }
        HypergeometricDistribution seen = HypergeometricDistribution.of((int) rows, (int) events, (int) secondRows);
        int k = (int) secondEvents;
        double below = seen.cumulativeProbability(k);
        double above = seen.survivalProbability(k - 1);
        return Math.min(1, 2 * Math.min(below, above));
    }
}
