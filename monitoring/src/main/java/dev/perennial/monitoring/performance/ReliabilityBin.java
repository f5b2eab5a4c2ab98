package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Intervals;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of about one score: what was promised and what happened. For display; decisions rest on the calibration metrics.
 *
 * @param rows the number of rows
 * @param meanScore their mean score
 * @param positives their share of positive labels, with Wilson's interval
 */
public record ReliabilityBin(long rows, double meanScore, Estimate positives) {

    private static final int BINS = 10;

    /** Checks the numbers. */
    public ReliabilityBin {
        Require.positive(rows, "row count");
        Require.share(meanScore, "mean score");
    }

    /** At most ten bins of about equally many rows, in rising order of score; equal scores stay together. */
    static List<ReliabilityBin> of(RankedScores ranked, double level) {
        List<ReliabilityBin> bins = new ArrayList<>();
        long total = ranked.size() == 0 ? 0 : ranked.positives() + ranked.negatives();
        long rows = 0;
        long positives = 0;
        double sum = 0;
        long before = 0;
        for (int k = ranked.size() - 1; k >= 0; k--) {
            long here = ranked.positivesAt(k) + ranked.negativesAt(k);
            rows += here;
            positives += ranked.positivesAt(k);
            sum += here * ranked.threshold(k);
            if ((before + rows) * BINS >= total * (bins.size() + 1L) && rows > 0) {
                bins.add(new ReliabilityBin(
                        rows,
                        Math.min(1, sum / rows),
                        Estimate.of((double) positives / rows, Intervals.wilson(positives, rows, level))));
                before += rows;
                rows = 0;
                positives = 0;
                sum = 0;
            }
        }
        return bins;
    }
}
