package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.RowOrder;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Expected confusion, ROC area and average precision of scored rows whose probability of being positive is a function of
 * their score, in one pass over sorted scores.
 *
 * @param confusion the expected confusion matrix
 * @param auc the area under the ROC curve; empty where one class is not expected at all
 * @param averagePrecision the average precision; empty without an expected positive
 */
record ExpectedRanking(ExpectedConfusion confusion, OptionalDouble auc, OptionalDouble averagePrecision) {
    private static final double DECIMALS = 1e5;

    /**
     * NannyML's form: rows follow the raw scores, tied ones apart, and expected counts are rounded to five decimals before
     * the areas are taken. Linear after sorting; allocates two arrays of the rows' length.
     */
    static ExpectedRanking of(double[] scores, boolean[] decisions, IsotonicCalibration calibration) {
        Require.sameLength(scores.length, decisions.length, "decisions");
        double[] sorted = new double[scores.length];
        int positive = 0;
        int end = scores.length;
        for (int row = 0; row < scores.length; row++) {
            if (decisions[row]) {
                sorted[positive++] = scores[row];
            } else {
                sorted[--end] = scores[row];
            }
        }
        Arrays.sort(sorted, 0, positive);
        Arrays.sort(sorted, positive, sorted.length);
        IsotonicCalibration.Descent probabilities = calibration.descent();
        int accepted = positive - 1;
        int refused = sorted.length - 1;
        double expectedPositives = 0;
        double truePositives = 0;
        double area = 0;
        double precisionSum = 0;
        double lastTrue = 0;
        double lastFalse = 0;
        for (int i = 0; i < sorted.length; i++) {
            boolean takeAccepted = refused < positive || (accepted >= 0 && sorted[accepted] >= sorted[refused]);
            double probability = probabilities.apply(takeAccepted ? sorted[accepted--] : sorted[refused--]);
            truePositives += takeAccepted ? probability : 0;
            expectedPositives += probability;
            double nowTrue = rounded(expectedPositives);
            double nowFalse = rounded(1 + i - expectedPositives);
            area += (nowFalse - lastFalse) * (nowTrue + lastTrue);
            precisionSum += (nowTrue - lastTrue) * nowTrue / (nowTrue + nowFalse);
            lastTrue = nowTrue;
            lastFalse = nowFalse;
        }
        double falsePositives = Math.max(0, positive - truePositives);
        double falseNegatives = Math.max(0, expectedPositives - truePositives);
        double trueNegatives = Math.max(0, sorted.length - positive - falseNegatives);
        return new ExpectedRanking(
                new ExpectedConfusion(truePositives, falsePositives, falseNegatives, trueNegatives),
                lastTrue > 0 && lastFalse > 0
                        ? OptionalDouble.of(area / 2 / lastTrue / lastFalse)
                        : OptionalDouble.empty(),
                lastTrue > 0 ? OptionalDouble.of(precisionSum / lastTrue) : OptionalDouble.empty());
    }

    private static double rounded(double count) {
        return Math.rint(count * DECIMALS) / DECIMALS;
    }

    /** The realised area under the ROC curve, ties counting half; empty unless both classes are there. */
    static OptionalDouble realised(double[] scores, boolean[] labels) {
        int[] order = RowOrder.ascending(scores);
        double negativesBelow = 0;
        double pairs = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tiedPositives = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tiedPositives += labels[order[to]] ? 1 : 0;
                to++;
            }
            int tiedNegatives = to - from - tiedPositives;
            pairs += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
            from = to;
        }
        return positives > 0 && negativesBelow > 0
                ? OptionalDouble.of(pairs / positives / negativesBelow)
                : OptionalDouble.empty();
    }
}
