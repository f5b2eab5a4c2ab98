package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Confidence-based performance estimation of a classifier of several classes as NannyML 0.13.1 computes it: each class is
 * calibrated against the rest where that class needs it, the probabilities of a row are scaled to sum to 1 (all equal
 * where none is left), and metrics are means over classes. Accuracy is the mean probability of the decided class. Immutable.
 *
 * <p>Scores are given class by class: {@code scores[c][row]} is the score of class {@code c}; decisions and labels are
 * class numbers. Tied scores share a step where NannyML orders them arbitrarily. A metric that some class does not
 * determine is left out.
 */
public final class MulticlassCbpe {
    private static final Set<EstimatedMetric> MACRO = Set.of(
            EstimatedMetric.AUC,
            EstimatedMetric.AVERAGE_PRECISION,
            EstimatedMetric.F1,
            EstimatedMetric.PRECISION,
            EstimatedMetric.RECALL,
            EstimatedMetric.SPECIFICITY);

    private final List<IsotonicCalibration> calibrations;

    private final boolean[] needed;

    private MulticlassCbpe(double[][] scores, int[] labels, boolean[] needed) {
        this.needed = needed;
        List<IsotonicCalibration> fitted = new ArrayList<>();
        for (int label = 0; label < needed.length; label++) {
            fitted.add(
                    needed[label]
                            ? IsotonicCalibration.fit(scores[label], equalTo(labels, label))
                            : IsotonicCalibration.identity());
        }
        calibrations = List.copyOf(fitted);
    }

    /** Fits a labelled reference of at least two classes and one row. */
    public static MulticlassCbpe fit(double[][] scores, int[] labels) {
        if (scores.length < 2) {
            throw new IllegalArgumentException("Invalid scores: " + scores.length + " classes, expected at least 2");
        }
        Require.positive(labels.length, "number of reference rows");
        boolean[] needed = new boolean[scores.length];
        for (int label = 0; label < scores.length; label++) {
            Require.sameLength(labels.length, scores[label].length, "scores of class " + label);
            needed[label] = CalibrationNeed.of(scores[label], equalTo(labels, label));
        }
        return new MulticlassCbpe(scores, labels, needed);
    }

    /** The same classes calibrated, on other rows. */
    MulticlassCbpe refit(double[][] scores, int[] labels) {
        return new MulticlassCbpe(scores, labels, needed);
    }

    /** Estimates accuracy and the macro metrics of a chunk; empty without a row. */
    public Map<EstimatedMetric, Double> estimate(double[][] scores, int[] decisions) {
        if (scores.length != calibrations.size()) {
            throw new IllegalArgumentException(
                    "Invalid scores: " + scores.length + " classes, expected " + calibrations.size());
        }
        Map<EstimatedMetric, Double> estimates = new EnumMap<>(EstimatedMetric.class);
        if (decisions.length == 0) {
            return estimates;
        }
        double[][] probabilities = probabilities(scores, decisions.length);
        double right = 0;
        for (int row = 0; row < decisions.length; row++) {
            right += probabilities[decisions[row]][row];
        }
        estimates.put(EstimatedMetric.ACCURACY, right / decisions.length);
        List<ExpectedPerformance> classes = new ArrayList<>();
        for (int label = 0; label < scores.length; label++) {
            classes.add(new ExpectedPerformance(scores[label], equalTo(decisions, label), probabilities[label]));
        }
        for (EstimatedMetric metric : MACRO) {
            mean(metric, classes).ifPresent(value -> estimates.put(metric, value));
        }
        return Collections.unmodifiableMap(estimates);
    }

    /** The probability of each class of each row, class by class. */
    double[][] probabilities(double[][] scores, int rows) {
        double[][] probabilities = new double[scores.length][];
        for (int label = 0; label < scores.length; label++) {
            Require.sameLength(rows, scores[label].length, "scores of class " + label);
            probabilities[label] = calibrations.get(label).apply(scores[label]);
        }
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (double[] ofClass : probabilities) {
                sum += ofClass[row];
            }
            for (double[] ofClass : probabilities) {
                ofClass[row] = sum > 0 ? ofClass[row] / sum : 1.0 / probabilities.length;
            }
        }
        return probabilities;
    }

    private static OptionalDouble mean(EstimatedMetric metric, List<ExpectedPerformance> classes) {
        double sum = 0;
        for (ExpectedPerformance ofClass : classes) {
            OptionalDouble value = valueOrZero(metric, ofClass);
            if (value.isEmpty()) {
                return value;
            }
            sum += value.getAsDouble();
        }
        return OptionalDouble.of(sum / classes.size());
    }

    /** Metrics of the confusion matrix are 0 where a class is never decided, as the peer has it. */
    private static OptionalDouble valueOrZero(EstimatedMetric metric, ExpectedPerformance performance) {
        OptionalDouble value = performance.value(metric);
        boolean ofRanking = metric == EstimatedMetric.AUC || metric == EstimatedMetric.AVERAGE_PRECISION;
        return value.isEmpty() && !ofRanking ? OptionalDouble.of(0) : value;
    }

    static boolean[] equalTo(int[] values, int wanted) {
        boolean[] equal = new boolean[values.length];
        for (int row = 0; row < values.length; row++) {
            equal[row] = values[row] == wanted;
        }
        return equal;
    }
}
