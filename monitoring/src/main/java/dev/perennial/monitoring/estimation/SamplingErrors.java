package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.RowOrder;
import java.util.EnumMap;
import java.util.Map;

/** How much each of NannyML's metrics varies from one row to the next in a reference, per root of rows of a chunk. */
final class SamplingErrors {
    private final Map<CbpeMetric, Double> perRow = new EnumMap<>(CbpeMetric.class);
    private final double perRowOfValue;

    SamplingErrors(double[] scores, boolean[] decisions, boolean[] labels, CellValues values) {
        ExpectedConfusion cells = cells(decisions, labels);
        double n = cells.total();
        double tp = cells.truePositives();
        double fp = cells.falsePositives();
        double fn = cells.falseNegatives();
        double tn = cells.trueNegatives();
        perRow.put(CbpeMetric.ACCURACY, deviation(tp + tn, n));
        perRow.put(CbpeMetric.PRECISION, relative(tp, tp + fp, n));
        perRow.put(CbpeMetric.RECALL, relative(tp, tp + fn, n));
        perRow.put(CbpeMetric.SPECIFICITY, relative(tn, tn + fp, n));
        double relevant = tp + fp + fn;
        double factor = relevant > 0 ? relevant / (tp + (fp + fn) / 2) : 0;
        perRow.put(CbpeMetric.F1, relevant > 0 ? factor * deviation(tp, relevant) / Math.sqrt(relevant / n) : 0);
        perRow.put(CbpeMetric.TRUE_POSITIVE, deviation(tp, n));
        perRow.put(CbpeMetric.FALSE_POSITIVE, deviation(fp, n));
        perRow.put(CbpeMetric.FALSE_NEGATIVE, deviation(fn, n));
        perRow.put(CbpeMetric.TRUE_NEGATIVE, deviation(tn, n));
        perRow.put(CbpeMetric.ROC_AUC, ofRanking(scores, labels));
        double mean = n > 0 ? values.total(cells) / n : 0;
        double squares = tp * square(values.truePositive() - mean)
                + fp * square(values.falsePositive() - mean)
                + fn * square(values.falseNegative() - mean)
                + tn * square(values.trueNegative() - mean);
        perRowOfValue = n > 0 ? Math.sqrt(squares / n) : 0;
    }

    double of(CbpeMetric metric, int rows) {
        return metric == CbpeMetric.BUSINESS_VALUE
                ? perRowOfValue * Math.sqrt(rows)
                : perRow.getOrDefault(metric, 0.0) / Math.sqrt(rows);
    }

    static ExpectedConfusion cells(boolean[] decisions, boolean[] labels) {
        int[] counts = new int[4];
        for (int row = 0; row < labels.length; row++) {
            counts[(labels[row] ? 2 : 0) + (decisions[row] ? 1 : 0)]++;
        }
        return new ExpectedConfusion(counts[3], counts[1], counts[2], counts[0]);
    }

    private static double square(double value) {
        return value * value;
    }

    /** The standard deviation of an indicator that holds in so many of so many rows. */
    private static double deviation(double hits, double rows) {
        if (rows <= 0) {
            return 0;
        }
        double share = hits / rows;
        return Math.sqrt(share * (1 - share));
    }

    private static double relative(double hits, double relevant, double rows) {
        return relevant > 0 ? deviation(hits, relevant) / Math.sqrt(relevant / rows) : 0;
    }

    /** From the share of the larger class that each row of the smaller one outranks. */
    private static double ofRanking(double[] scores, boolean[] labels) {
        int positives = 0;
        for (boolean label : labels) {
            positives += label ? 1 : 0;
        }
        int n = labels.length;
        boolean minority = positives <= n - positives;
        int few = Math.min(positives, n - positives);
        if (few == 0) {
            return 0;
        }
        int[] order = RowOrder.ascending(scores);
        double others = (double) n - few;
        double below = 0;
        double sum = 0;
        double squares = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            int tiedFew = 0;
            while (to < n && scores[order[to]] == scores[order[from]]) {
                tiedFew += labels[order[to]] == minority ? 1 : 0;
                to++;
            }
            int tiedMany = to - from - tiedFew;
            double share = (below + tiedMany / 2.0) / others;
            sum += tiedFew * share;
            squares += tiedFew * share * share;
            below += tiedMany;
            from = to;
        }
        double mean = sum / few;
        double deviation = Math.sqrt(Math.max(0, squares / few - mean * mean));
        return deviation / Math.sqrt((double) few / n);
    }
}
