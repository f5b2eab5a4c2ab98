package dev.perennial.monitoring.pattern;

import dev.perennial.monitoring.Require;
import java.time.Instant;

/**
 * What a metric was in one window.
 *
 * @param start when the window began; all windows of a series are of one length
 * @param value the metric, or the number of rows
 * @param standardError its sampling error; for a number of rows its square root; zero when unknown
 */
public record SeriesPoint(Instant start, double value, double standardError) {

    /** Refuses what is not finite. */
    public SeriesPoint {
        Require.finite(value, "value");
        Require.notNegative(standardError, "standard error");
    }

    /** The number of rows of a window, whose sampling error is that of a Poisson count. */
    public static SeriesPoint volume(Instant start, long rows) {
        double count = (double) Require.notNegative(rows, "row count");
        return new SeriesPoint(start, count, Math.sqrt(count));
    }
}
