package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.Require;

/**
 * When labels count as changed.
 *
 * @param alpha the probability of calling them changed when they are not
 * @param leastChange the change of a rate that matters, of all labels or of those at given scores
 * @param leastExplained the share of the scores' change that the rate of labels must explain to be its cause
 * @param minimumRows the least number of labelled rows on both sides
 */
public record LabelPolicy(double alpha, double leastChange, double leastExplained, long minimumRows) {

    /** Checks the numbers. */
    public LabelPolicy {
        Require.level(alpha, "level");
        Require.share(leastChange, "least change");
        Require.share(leastExplained, "least explained share");
        Require.positive(minimumRows, "least number of rows");
    }

    /** Level .01, five points, three quarters, 200 rows: as for a burst. */
    public static LabelPolicy standard() {
        return new LabelPolicy(0.01, 0.05, 0.75, 200);
    }
}
