package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.RowOrder;
import dev.perennial.monitoring.paired.Loss;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The metrics of scored and decided rows of which only the probability of being positive is known, and how each moves with
 * the probability of one row: its influence. Probabilities of 0 and 1 make it the realised performance. Ties in the score
 * count half in the ROC area and share one step in average precision.
 */
final class ExpectedPerformance {
    private final double rows;
    private final ExpectedConfusion confusion;
    private final double positives;
    private final double negatives;
    private final double[] scores;
    private final double[] positivesBelow;
    private final double[] negativesBelow;
    private final double[] precisions;
    private final double[] laterShares;
    private final double auc;
    private final double averagePrecision;
    private final double logLoss;
    private final double brier;

    ExpectedPerformance(double[] rowScores, boolean[] decisions, double[] probabilities) {
        rows = rowScores.length;
        double[] cells = new double[4];
        double logLossSum = 0;
        double brierSum = 0;
        for (int row = 0; row < rowScores.length; row++) {
            double p = probabilities[row];
            double score = rowScores[row];
            cells[decisions[row] ? 3 : 2] += p;
            cells[decisions[row] ? 1 : 0] += 1 - p;
            logLossSum += p * Loss.LOG_LOSS.of(score, true) + (1 - p) * Loss.LOG_LOSS.of(score, false);
            brierSum += p * Loss.BRIER.of(score, true) + (1 - p) * Loss.BRIER.of(score, false);
        }
        confusion = new ExpectedConfusion(cells[3], cells[1], cells[2], cells[0]);
        positives = cells[3] + cells[2];
        negatives = cells[1] + cells[0];
        logLoss = logLossSum / rows;
        brier = brierSum / rows;
        int[] order = RowOrder.ascending(rowScores);
        double[] distinct = new double[order.length];
        double[] positiveMass = new double[order.length];
        double[] counts = new double[order.length];
        int groups = 0;
        for (int row : order) {
            if (groups == 0 || distinct[groups - 1] != rowScores[row]) {
                distinct[groups++] = rowScores[row];
            }
            positiveMass[groups - 1] += probabilities[row];
            counts[groups - 1]++;
        }
        scores = Arrays.copyOf(distinct, groups);
        positivesBelow = new double[groups + 1];
        negativesBelow = new double[groups + 1];
        double pairs = 0;
        for (int group = 0; group < groups; group++) {
            double negativeMass = counts[group] - positiveMass[group];
            pairs += positiveMass[group] * (negativesBelow[group] + negativeMass / 2);
            positivesBelow[group + 1] = positivesBelow[group] + positiveMass[group];
            negativesBelow[group + 1] = negativesBelow[group] + negativeMass;
        }
        auc = bothClasses() ? Math.max(0, Math.min(1, pairs / positives / negatives)) : 0;
        precisions = new double[groups];
        laterShares = new double[groups];
        double taken = 0;
        double hits = 0;
        double sum = 0;
        for (int group = groups - 1; group >= 0; group--) {
            taken += counts[group];
            hits += positiveMass[group];
            precisions[group] = hits / taken;
            laterShares[group] = positiveMass[group] / taken;
            sum += positiveMass[group] * precisions[group];
        }
        for (int group = 1; group < groups; group++) {
            laterShares[group] += laterShares[group - 1];
        }
        averagePrecision = positives > 0 ? Math.max(0, Math.min(1, sum / positives)) : 0;
    }

    ExpectedConfusion confusion() {
        return confusion;
    }

    private boolean bothClasses() {
        return positives > 0 && negatives > 0;
    }

    /** The metric; empty where the rows do not determine it, or it is one of regressions. */
    OptionalDouble value(EstimatedMetric metric) {
        if (rows == 0) {
            return OptionalDouble.empty();
        }
        double accepted = confusion.truePositives() + confusion.falsePositives();
        return switch (metric) {
            case ACCURACY -> OptionalDouble.of(confusion.accuracy());
            case PRECISION -> of(confusion.precision(), accepted > 0);
            case RECALL -> of(confusion.recall(), positives > 0);
            case SPECIFICITY -> of(confusion.specificity(), negatives > 0);
            case F1 -> of(confusion.f1(), positives + accepted > 0);
            case AUC -> of(auc, bothClasses());
            case AVERAGE_PRECISION -> of(averagePrecision, positives > 0);
            case LOG_LOSS -> OptionalDouble.of(logLoss);
            case BRIER -> OptionalDouble.of(brier);
            case MEAN_ABSOLUTE_ERROR, MEAN_SQUARED_ERROR, ROOT_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
                OptionalDouble.empty();
        };
    }

    private static OptionalDouble of(double value, boolean determined) {
        return determined ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The derivative of a determined metric by the probability of a row of such a score and decision. */
    double influence(EstimatedMetric metric, double score, boolean decision) {
        double accepted = confusion.truePositives() + confusion.falsePositives();
        return switch (metric) {
            case ACCURACY -> (decision ? 1 : -1) / rows;
            case PRECISION -> decision ? 1 / accepted : 0;
            case RECALL -> ((decision ? 1 : 0) - confusion.recall()) / positives;
            case SPECIFICITY -> (confusion.specificity() - (decision ? 0 : 1)) / negatives;
            case F1 -> ((decision ? 2 : 0) - confusion.f1()) / (positives + accepted);
            case AUC -> ofRank(score);
            case AVERAGE_PRECISION -> ofPrecision(score);
            case LOG_LOSS -> (Loss.LOG_LOSS.of(score, true) - Loss.LOG_LOSS.of(score, false)) / rows;
            case BRIER -> (Loss.BRIER.of(score, true) - Loss.BRIER.of(score, false)) / rows;
            case MEAN_ABSOLUTE_ERROR, MEAN_SQUARED_ERROR, ROOT_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_PERCENTAGE_ERROR -> 0;
        };
    }

    private double ofRank(double score) {
        int at = Arrays.binarySearch(scores, score);
        int from = at >= 0 ? at : -at - 1;
        int to = at >= 0 ? at + 1 : from;
        double below = (negativesBelow[from] + negativesBelow[to]) / 2;
        double above = positives - (positivesBelow[from] + positivesBelow[to]) / 2;
        return (below - above - auc * (negatives - positives)) / positives / negatives;
    }

    private double ofPrecision(double score) {
        int at = Arrays.binarySearch(scores, score);
        int group = Math.min(scores.length - 1, at >= 0 ? at : -at - 1);
        return (precisions[group] + laterShares[group] - averagePrecision) / positives;
    }
}
