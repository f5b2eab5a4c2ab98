package dev.perennial.monitoring.performance;

import java.util.Arrays;

/**
 * Labelled scores in falling order, equal ones together: what every metric of order is computed from, whatever the order of
 * the rows. Entry k counts the rows with a score of at least {@code threshold(k)}.
 */
final class RankedScores {
    private final double[] thresholds;
    private final long[] truePositives;
    private final long[] falsePositives;

    private RankedScores(double[] thresholds, long[] truePositives, long[] falsePositives) {
        this.thresholds = thresholds;
        this.truePositives = truePositives;
        this.falsePositives = falsePositives;
    }

    static RankedScores of(double[] scores, boolean[] labels) {
        int n = scores.length;
        double[] positives = new double[n];
        double[] negatives = new double[n];
        int p = 0;
        int q = 0;
        for (int row = 0; row < n; row++) {
            if (labels[row]) {
                positives[p++] = -scores[row] + 0.0;
            } else {
                negatives[q++] = -scores[row] + 0.0;
            }
        }
        Arrays.sort(positives, 0, p);
        Arrays.sort(negatives, 0, q);
        double[] thresholds = new double[n];
        long[] truePositives = new long[n];
        long[] falsePositives = new long[n];
        int distinct = 0;
        int i = 0;
        int j = 0;
        while (i < p || j < q) {
            double next = i == p ? negatives[j] : j == q ? positives[i] : Math.min(positives[i], negatives[j]);
            while (i < p && positives[i] == next) {
                i++;
            }
            while (j < q && negatives[j] == next) {
                j++;
            }
            thresholds[distinct] = -next + 0.0;
            truePositives[distinct] = i;
            falsePositives[distinct] = j;
            distinct++;
        }
        return new RankedScores(
                Arrays.copyOf(thresholds, distinct),
                Arrays.copyOf(truePositives, distinct),
                Arrays.copyOf(falsePositives, distinct));
    }

    /* From counts by falling score bin. */
    static RankedScores ofCounts(double[] thresholds, long[] positives, long[] negatives) {
        long[] truePositives = positives.clone();
        long[] falsePositives = negatives.clone();
        for (int k = 1; k < thresholds.length; k++) {
            truePositives[k] += truePositives[k - 1];
            falsePositives[k] += falsePositives[k - 1];
        }
        return new RankedScores(thresholds, truePositives, falsePositives);
    }

    int size() {
        return thresholds.length;
    }

    double threshold(int k) {
        return thresholds[k];
    }

    long truePositives(int k) {
        return k < 0 ? 0 : truePositives[k];
    }

    long falsePositives(int k) {
        return k < 0 ? 0 : falsePositives[k];
    }

    long positives() {
        return truePositives(size() - 1);
    }

    long negatives() {
        return falsePositives(size() - 1);
    }

    long positivesAt(int k) {
        return truePositives(k) - truePositives(k - 1);
    }

    long negativesAt(int k) {
        return falsePositives(k) - falsePositives(k - 1);
    }

    double rowsAt(int k) {
        return (double) positivesAt(k) + negativesAt(k);
    }

    /* The rows again, in falling order of score, positives first among equals. */
    double[] scores() {
        double[] scores = new double[size() == 0 ? 0 : (int) (positives() + negatives())];
        int to = 0;
        for (int k = 0; k < size(); k++) {
            int from = to;
            to += (int) rowsAt(k);
            Arrays.fill(scores, from, to, thresholds[k]);
        }
        return scores;
    }

    boolean[] labels() {
        boolean[] labels = new boolean[size() == 0 ? 0 : (int) (positives() + negatives())];
        int from = 0;
        for (int k = 0; k < size(); k++) {
            Arrays.fill(labels, from, from + (int) positivesAt(k), true);
            from += (int) rowsAt(k);
        }
        return labels;
    }

    int indexOf(double score) {
        int low = 0;
        int high = thresholds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (thresholds[middle] <= score) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /* The share of negatives that a positive of entry k outranks, ties half. */
    double outranked(int k) {
        return 1 - (truncated(falsePositives, k) + falsePositives[k]) / (2.0 * negatives());
    }

    /* The share of positives that outrank a negative of entry k, ties half. */
    double outranking(int k) {
        return (truncated(truePositives, k) + truePositives[k]) / (2.0 * positives());
    }

    private static double truncated(long[] counts, int k) {
        return k == 0 ? 0 : counts[k - 1];
    }

    /* Twice the number of pairs in the right order is a whole number, so the area has no rounding until the division. */
    double auc() {
        double doubled = 0;
        for (int k = 0; k < size(); k++) {
            doubled += (double) negativesAt(k) * (truePositives(k) + truePositives(k - 1));
        }
        return doubled / 2 / ((double) positives() * negatives());
    }

    double averagePrecision() {
        double sum = 0;
        for (int k = 0; k < size(); k++) {
            sum += positivesAt(k) * precision(k);
        }
        return Math.min(1, sum / positives());
    }

    double precision(int k) {
        return (double) truePositives[k] / (truePositives[k] + falsePositives[k]);
    }
}
