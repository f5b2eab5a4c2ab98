package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import java.util.Arrays;

/** The share of the other class that each row of one model outranks: DeLong's structural components. */
final class Placements {
    private final double[] ofPositives;
    private final double[] ofNegatives;
    private final double auc;

    private Placements(double[] ofPositives, double[] ofNegatives) {
        this.ofPositives = ofPositives;
        this.ofNegatives = ofNegatives;
        this.auc = Math.min(1, Math.max(0, Arrays.stream(ofPositives).sum() / ofPositives.length));
    }

    static Placements of(double[] scores, boolean[] labels, int positives) {
        int negatives = labels.length - positives;
        double[] positiveScores = new double[positives];
        double[] negativeScores = new double[negatives];
        int p = 0;
        int n = 0;
        for (int row = 0; row < labels.length; row++) {
            double score = Require.finite(scores[row], "score in row " + row) + 0.0;
            if (labels[row]) {
                positiveScores[p++] = score;
            } else {
                negativeScores[n++] = score;
            }
        }
        double[] all = Arrays.copyOf(positiveScores, labels.length);
        System.arraycopy(negativeScores, 0, all, positives, negatives);
        double[] pooled = Midranks.of(all);
        double[] withinPositives = Midranks.of(positiveScores);
        double[] withinNegatives = Midranks.of(negativeScores);
        double[] ofPositives = new double[positives];
        double[] ofNegatives = new double[negatives];
        for (int i = 0; i < positives; i++) {
            ofPositives[i] = (pooled[i] - withinPositives[i]) / negatives;
        }
        for (int i = 0; i < negatives; i++) {
            ofNegatives[i] = 1 - (pooled[positives + i] - withinNegatives[i]) / positives;
        }
        return new Placements(ofPositives, ofNegatives);
    }

    double auc() {
        return auc;
    }

    double covariance(Placements other) {
        return covariance(ofPositives, other.ofPositives) / ofPositives.length
                + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length;
    }

    private static double covariance(double[] left, double[] right) {
        double leftMean = Arrays.stream(left).sum() / left.length;
        double rightMean = Arrays.stream(right).sum() / right.length;
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (left[i] - leftMean) * (right[i] - rightMean);
        }
        return sum / (left.length - 1);
    }
}
