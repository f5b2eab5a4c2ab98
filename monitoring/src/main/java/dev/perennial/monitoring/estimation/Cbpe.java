package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Confidence-based performance estimation of a binary classifier as NannyML 0.13.1 computes it, fitted to a labelled
 * reference. It assumes that the probability of a label given the score stays what it was. Immutable.
 *
 * <p>Scores lie in [0, 1]. The mean probability of being right is the expected accuracy, and so on for every metric that
 * follows from the confusion matrix; the ROC area sorts by the raw score. Bands are three standard errors, thresholds three
 * standard deviations of the realised metric over the reference's chunks, the last short one included. A metric that the
 * chunk does not determine is left out of the answer. After sorting the cost is linear.
 */
public final class Cbpe {

    /*
     * 1. NannyML 0.13.1, performance_estimation/confidence_based and calibration.py; sampling errors in sampling_error/.
     * 2. J. Kivimäki et al., "Confidence-based estimators for predictive performance in model monitoring", JAIR (2025).
     */

    private static final double SIGMAS = 3;

    private final boolean calibrated;
    private final IsotonicCalibration calibration;
    private final CellValues values;
    private final SamplingErrors errors;
    private final Map<CbpeMetric, double[]> thresholds = new EnumMap<>(CbpeMetric.class);

    private Cbpe(double[] scores, boolean[] decisions, boolean[] labels, int chunkRows, CellValues values) {
        this.values = values;
        calibrated = CalibrationNeed.of(scores, labels);
        calibration = calibrated ? IsotonicCalibration.fit(scores, labels) : IsotonicCalibration.identity();
        errors = new SamplingErrors(scores, decisions, labels, values);
        Map<CbpeMetric, double[]> sums = new EnumMap<>(CbpeMetric.class);
        for (int from = 0; from < scores.length; from += chunkRows) {
            int to = Math.min(scores.length, from + chunkRows);
            double[] chunkScores = Arrays.copyOfRange(scores, from, to);
            boolean[] chunkLabels = Arrays.copyOfRange(labels, from, to);
            ExpectedConfusion cells = SamplingErrors.cells(Arrays.copyOfRange(decisions, from, to), chunkLabels);
            OptionalDouble auc = ExpectedRanking.realised(chunkScores, chunkLabels);
            of(cells, auc).forEach((metric, value) -> {
                double[] sum = sums.computeIfAbsent(metric, key -> new double[3]);
                sum[0]++;
                sum[1] += value;
                sum[2] += value * value;
            });
        }
        sums.forEach((metric, sum) -> {
            double mean = sum[1] / sum[0];
            double spread = SIGMAS * Math.sqrt(Math.max(0, sum[2] / sum[0] - mean * mean));
            thresholds.put(metric, new double[] {clip(metric, mean - spread), clip(metric, mean + spread)});
        });
    }

    /** Fits a reference whose rows are in order of time; chunks of so many rows set the thresholds. */
    public static Cbpe fit(double[] scores, boolean[] decisions, boolean[] labels, int chunkRows, CellValues values) {
        Require.positive(scores.length, "number of reference rows");
        Require.positive(chunkRows, "rows per chunk");
        Require.sameLength(scores.length, decisions.length, "decisions");
        Require.sameLength(scores.length, labels.length, "labels");
        for (int row = 0; row < scores.length; row++) {
            Require.share(scores[row], "score in row " + row);
        }
        return new Cbpe(scores, decisions, labels, chunkRows, values);
    }

    /** Whether the reference's scores were found to need calibration. */
    public boolean needsCalibration() {
        return calibrated;
    }

    /** The map from score to probability; the identity where none is needed. */
    public IsotonicCalibration calibration() {
        return calibration;
    }

    /** Estimates every metric of a chunk of scores within [0, 1]; empty without a row. */
    public Map<CbpeMetric, CbpeValue> estimate(double[] scores, boolean[] decisions) {
        Map<CbpeMetric, CbpeValue> estimates = new EnumMap<>(CbpeMetric.class);
        if (scores.length == 0) {
            return estimates;
        }
        ExpectedRanking expected = ExpectedRanking.of(scores, decisions, calibration);
        of(expected.confusion(), expected.auc()).forEach((metric, value) -> {
            double error = errors.of(metric, scores.length);
            double[] limits = thresholds.getOrDefault(metric, new double[] {value, value});
            estimates.put(
                    metric,
                    new CbpeValue(
                            value,
                            error,
                            clip(metric, value - SIGMAS * error),
                            clip(metric, value + SIGMAS * error),
                            limits[0],
                            limits[1],
                            value < limits[0] || value > limits[1]));
        });
        return Collections.unmodifiableMap(estimates);
    }

    private Map<CbpeMetric, Double> of(ExpectedConfusion cells, OptionalDouble auc) {
        double n = cells.total();
        Map<CbpeMetric, Double> all = new EnumMap<>(CbpeMetric.class);
        auc.ifPresent(area -> all.put(CbpeMetric.ROC_AUC, area));
        all.put(CbpeMetric.F1, cells.f1());
        all.put(CbpeMetric.PRECISION, cells.precision());
        all.put(CbpeMetric.RECALL, cells.recall());
        all.put(CbpeMetric.SPECIFICITY, cells.specificity());
        all.put(CbpeMetric.ACCURACY, cells.accuracy());
        all.put(CbpeMetric.TRUE_POSITIVE, cells.truePositives() / n);
        all.put(CbpeMetric.TRUE_NEGATIVE, cells.trueNegatives() / n);
        all.put(CbpeMetric.FALSE_POSITIVE, cells.falsePositives() / n);
        all.put(CbpeMetric.FALSE_NEGATIVE, cells.falseNegatives() / n);
        all.put(CbpeMetric.BUSINESS_VALUE, values.total(cells));
        return all;
    }

    private static double clip(CbpeMetric metric, double value) {
        return metric == CbpeMetric.BUSINESS_VALUE ? value : Math.max(0, Math.min(1, value));
    }
}
