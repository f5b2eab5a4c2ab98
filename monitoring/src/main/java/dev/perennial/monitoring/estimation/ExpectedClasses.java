package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.paired.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The metrics of rows of which only the probability of each class is known, and how each moves with the class of one row:
 * its influences, one a class. Probabilities of 0 and 1 make it the realised performance. Precision, recall, F1 and the ROC
 * area are means over the classes that determine them, each class against all others. Arrays are given class by class.
 */
final class ExpectedClasses {
    private final double[][] scores;
    private final int[] decisions;
    private final double[][] probabilities;
    private final List<ExpectedPerformance> classes = new ArrayList<>();

    ExpectedClasses(double[][] scores, int[] decisions, double[][] probabilities) {
        this.scores = scores;
        this.decisions = decisions;
        this.probabilities = probabilities;
        for (int label = 0; label < scores.length; label++) {
            classes.add(new ExpectedPerformance(
                    scores[label], MulticlassCbpe.equalTo(decisions, label), probabilities[label]));
        }
    }

    /** The metric; empty where no class determines it. */
    OptionalDouble value(EstimatedMetric metric) {
        if (decisions.length == 0) {
            return OptionalDouble.empty();
        }
        if (isOfRows(metric)) {
            double sum = 0;
            for (int row = 0; row < decisions.length; row++) {
                double[] influences = influences(metric, scores, row, decisions[row]);
                for (int label = 0; label < influences.length; label++) {
                    sum += influences[label] * probabilities[label][row];
                }
            }
            return OptionalDouble.of(sum);
        }
        return classes.stream()
                .map(one -> one.value(metric))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    /** Whether the metric is a mean over rows, and so is linear in the classes that happen. */
    private static boolean isOfRows(EstimatedMetric metric) {
        return metric == EstimatedMetric.ACCURACY
                || metric == EstimatedMetric.LOG_LOSS
                || metric == EstimatedMetric.BRIER;
    }

    /** What each class adds to the metric when it happens in a row, here or elsewhere, of such scores and decision. */
    double[] influences(EstimatedMetric metric, double[][] rowScores, int row, int decision) {
        double[] influences = new double[classes.size()];
        double shared = isOfRows(metric) ? decisions.length : determined(metric);
        double squares = metric == EstimatedMetric.BRIER ? squares(rowScores, row) : 0;
        for (int label = 0; label < influences.length; label++) {
            double score = rowScores[label][row];
            ExpectedPerformance one = classes.get(label);
            if (metric == EstimatedMetric.ACCURACY) {
                influences[label] = (label == decision ? 1 : 0) / shared;
            } else if (metric == EstimatedMetric.LOG_LOSS) {
                influences[label] = Loss.LOG_LOSS.of(score, true) / shared;
            } else if (metric == EstimatedMetric.BRIER) {
                influences[label] = (squares - 2 * score + 1) / shared;
            } else if (one.value(metric).isPresent()) {
                influences[label] = one.influence(metric, score, label == decision) / shared;
            }
        }
        return influences;
    }

    private int determined(EstimatedMetric metric) {
        int determined = 0;
        for (ExpectedPerformance one : classes) {
            determined += one.value(metric).isPresent() ? 1 : 0;
        }
        return determined;
    }

    private static double squares(double[][] rowScores, int row) {
        double squares = 0;
        for (double[] ofClass : rowScores) {
            squares += ofClass[row] * ofClass[row];
        }
        return squares;
    }

    /** The standard deviation of the metric by the luck of which classes happen. */
    double labelError(EstimatedMetric metric) {
        double variance = 0;
        for (int row = 0; row < decisions.length; row++) {
            double[] influences = influences(metric, scores, row, decisions[row]);
            double mean = 0;
            double square = 0;
            for (int label = 0; label < influences.length; label++) {
                mean += influences[label] * probabilities[label][row];
                square += influences[label] * influences[label] * probabilities[label][row];
            }
            variance += Math.max(0, square - mean * mean);
        }
        return Math.sqrt(variance);
    }

    /** By how much the class of a row can move the metric. */
    double range(EstimatedMetric metric, int row) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double influence : influences(metric, scores, row, decisions[row])) {
            least = Math.min(least, influence);
            most = Math.max(most, influence);
        }
        return most - least;
    }
}
