package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * One point of a precision-recall curve.
 *
 * @param threshold the least score called positive
 * @param precision the share of true positives among rows called positive
 * @param recall the share of positive rows called positive
 */
public record CurvePoint(double threshold, double precision, double recall) {

    private static final int POINTS = 100;

    /** Checks the numbers. */
    public CurvePoint {
        Require.share(threshold, "threshold");
        Require.share(precision, "precision");
        Require.share(recall, "recall");
    }

    /**
     * The curve in falling order of threshold; of many thresholds only those at which recall has grown by another
     * hundredth, and the last. Empty when there is no positive row.
     */
    static List<CurvePoint> precisionRecall(RankedScores ranked) {
        List<CurvePoint> points = new ArrayList<>();
        if (ranked.size() == 0 || ranked.positives() == 0) {
            return points;
        }
        boolean all = ranked.size() <= POINTS;
        long shown = -1;
        for (int k = 0; k < ranked.size(); k++) {
            long hundredth = ranked.truePositives(k) * POINTS / ranked.positives();
            if (all || hundredth > shown || k == ranked.size() - 1) {
                points.add(new CurvePoint(
                        ranked.threshold(k),
                        ranked.precision(k),
                        (double) ranked.truePositives(k) / ranked.positives()));
                shown = hundredth;
            }
        }
        return points;
    }
}
