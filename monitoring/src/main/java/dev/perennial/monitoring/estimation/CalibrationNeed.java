package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.RowOrder;
import java.util.Arrays;

/**
 * Whether scores should be calibrated, as NannyML 0.13.1 decides it: ten stratified splits of the reference with numpy's
 * seed 42, isotonic regression on nine tenths of each, and the expected calibration error over ten equal-count bins of the
 * pooled test rows, before and after.
 */
final class CalibrationNeed {
    private static final int SPLITS = 10;
    private static final int BINS = 10;
    private static final int SEED = 42;
    private static final double PERFECT = 0.999;

    private CalibrationNeed() {}

    static boolean of(double[] scores, boolean[] labels) {
        int[] negatives = rowsOf(labels, false);
        int[] positives = rowsOf(labels, true);
        if (Math.min(negatives.length, positives.length) < 2
                || ExpectedRanking.realised(scores, labels).orElse(1) > PERFECT) {
            return false;
        }
        int rows = scores.length;
        int testRows = (rows + SPLITS - 1) / SPLITS;
        NumpyRandom random = new NumpyRandom(SEED);
        double[] before = new double[SPLITS * testRows];
        double[] after = new double[SPLITS * testRows];
        boolean[] outcomes = new boolean[SPLITS * testRows];
        for (int split = 0; split < SPLITS; split++) {
            int[] train = shares(negatives.length, positives.length, rows - testRows, random);
            int[] test = shares(negatives.length - train[0], positives.length - train[1], testRows, random);
            int[] negativeOrder = random.permutation(negatives.length);
            int[] positiveOrder = random.permutation(positives.length);
            random.permutation(rows - testRows);
            random.permutation(testRows);
            int[] trainRows = chosen(negatives, negativeOrder, 0, train[0], positives, positiveOrder, 0, train[1]);
            int[] heldOut =
                    chosen(negatives, negativeOrder, train[0], test[0], positives, positiveOrder, train[1], test[1]);
            IsotonicCalibration fitted = IsotonicCalibration.fit(pick(scores, trainRows), pick(labels, trainRows));
            for (int i = 0; i < testRows; i++) {
                int at = split * testRows + i;
                before[at] = scores[heldOut[i]];
                after[at] = fitted.apply(before[at]);
                outcomes[at] = labels[heldOut[i]];
            }
        }
        return calibrationError(before, outcomes) > calibrationError(after, outcomes);
    }

    /** How many of so many draws fall on each class; the draw left over by rounding goes to the larger remainder. */
    private static int[] shares(int negatives, int positives, int draws, NumpyRandom random) {
        double all = (double) negatives + positives;
        double exactNegatives = negatives / all * draws;
        double exactPositives = positives / all * draws;
        int[] shares = {(int) exactNegatives, (int) exactPositives};
        double[] remainders = {exactNegatives - shares[0], exactPositives - shares[1]};
        int left = draws - shares[0] - shares[1];
        if (left >= 1 && remainders[0] == remainders[1]) {
            int[] order = random.permutation(2);
            for (int i = 0; i < left; i++) {
                shares[order[i % 2]]++;
            }
        } else if (left >= 1) {
            shares[remainders[0] > remainders[1] ? 0 : 1]++;
        }
        return shares;
    }

    private static int[] chosen(
            int[] negatives,
            int[] negativeOrder,
            int negativeFrom,
            int negativeCount,
            int[] positives,
            int[] positiveOrder,
            int positiveFrom,
            int positiveCount) {
        int[] rows = new int[negativeCount + positiveCount];
        for (int i = 0; i < negativeCount; i++) {
            rows[i] = negatives[negativeOrder[negativeFrom + i]];
        }
        for (int i = 0; i < positiveCount; i++) {
            rows[negativeCount + i] = positives[positiveOrder[positiveFrom + i]];
        }
        return rows;
    }

    /** The mean distance of probability and outcome over equal-count bins of sorted probabilities. */
    static double calibrationError(double[] probabilities, boolean[] outcomes) {
        int n = probabilities.length;
        int bins = n <= 2 * BINS ? Math.max(1, n / 2) : BINS;
        int[] order = RowOrder.ascending(probabilities);
        double error = 0;
        int from = 0;
        for (int bin = 0; bin < bins; bin++) {
            int size = n / bins + (bin < n % bins ? 1 : 0);
            double difference = 0;
            for (int i = from; i < from + size; i++) {
                difference += probabilities[order[i]] - (outcomes[order[i]] ? 1 : 0);
            }
            error += Math.abs(difference) / n;
            from += size;
        }
        return error;
    }

    private static int[] rowsOf(boolean[] labels, boolean wanted) {
        int[] rows = new int[labels.length];
        int n = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] == wanted) {
                rows[n++] = row;
            }
        }
        return Arrays.copyOf(rows, n);
    }

    static double[] pick(double[] values, int[] rows) {
        double[] picked = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    static boolean[] pick(boolean[] values, int[] rows) {
        boolean[] picked = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    static int[] pick(int[] values, int[] rows) {
        int[] picked = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }
}
