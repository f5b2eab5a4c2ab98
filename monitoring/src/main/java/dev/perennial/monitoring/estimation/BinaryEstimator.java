package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.learn.BoostingLoss;
import dev.perennial.monitoring.learn.BoostingOptions;
import dev.perennial.monitoring.learn.CrossFit;
import dev.perennial.monitoring.learn.Folds;
import dev.perennial.monitoring.learn.LearningTask;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Estimates of a binary classifier by two routes that fail in different ways, and their mean.
 *
 * <p>The weighted route (source 1) fits an isotonic map from score to probability on the reference, its rows weighted by
 * their density ratio to the window: right if the ratio is. The conditional route corrects the isotonic map by trees over
 * features and score, fitted once with held-out stopping: right if the trees are, for every subpopulation large enough to
 * be learnt, whatever the window's mix (source 2). Both read the same reference rows, so neither is known to be better, and forecasts
 * whose errors are not known to differ are combined with equal weights (source 3). Half of what the routes differ by counts
 * as an error of the reference.
 */
final class BinaryEstimator implements EstimatorReference {

    /*
     * 1. J. Białek et al., "Estimating model performance under covariate shift without labels", arXiv 2401.08348.
     * 2. U. Hébert-Johnson et al., "Multicalibration: calibration for the (computationally-identifiable) masses", ICML
     *    (2018); M. P. Kim et al., "Universal adaptability", PNAS 119 (2022): why it carries over to other mixes.
     * 3. J. M. Bates, C. W. J. Granger, "The combination of forecasts", Operational Research Quarterly 20 (1969).
     */

    static final Set<EstimatedMetric> METRICS =
            Collections.unmodifiableSet(EnumSet.range(EstimatedMetric.ACCURACY, EstimatedMetric.BRIER));

    private final EstimationOptions options;
    private final ScoredRows reference;
    private final boolean[] labels;
    private final Binning binning;
    private final BinnedRows binned;
    private final IsotonicCalibration isotonic;
    private final CrossFit correction;
    private final double[] heldOut;
    private final ReferenceWindows windows;

    private BinaryEstimator(ScoredRows reference, boolean[] labels, EstimationOptions options) {
        this.options = options;
        this.reference = reference;
        this.labels = labels;
        binning = Binning.of(reference.withScore());
        binned = binning.bin(reference.withScore());
        double[] targets = new double[labels.length];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = labels[row] ? 1 : 0;
        }
        Folds folds = Folds.of(binned, targets, options.folds(), options.seed());
        isotonic = IsotonicCalibration.fit(reference.scores(), labels);
        correction = CrossFit.of(
                LearningTask.startingAt(binned, BoostingLoss.LOGISTIC, targets, heldOutOffsets(folds)),
                folds,
                BoostingOptions.forRows(labels.length));
        heldOut = correction.outOfFold();
        windows = new ReferenceWindows(
                labels.length,
                options.windowRows(),
                METRICS,
                (metric, rows) -> performance(rows, targets).value(metric),
                (metric, rows) -> performance(rows, heldOut).value(metric));
    }

    static EstimatorReference fit(ScoredRows rows, boolean[] labels, EstimationOptions options) {
        int[] usable = rows.usable(0, 1);
        boolean[] kept = CalibrationNeed.pick(labels, usable);
        int positives = 0;
        for (boolean label : kept) {
            positives += label ? 1 : 0;
        }
        int rarer = Math.min(positives, kept.length - positives);
        if (rarer < 2 * options.folds()) {
            return new NoEstimator(
                    "the reference has " + positives + " positive and " + (kept.length - positives)
                            + " negative rows with a usable score, at least " + 2 * options.folds()
                            + " of each are needed",
                    METRICS);
        }
        int[] sample = CalibrationNeed.pick(usable, EvenSample.of(usable.length));
        return new BinaryEstimator(rows.select(sample), CalibrationNeed.pick(labels, sample), options);
    }

    private double[] heldOutOffsets(Folds folds) {
        double[] offsets = new double[labels.length];
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] others = folds.outside(fold);
            IsotonicCalibration fitted = IsotonicCalibration.fit(
                    CalibrationNeed.pick(reference.scores(), others), CalibrationNeed.pick(labels, others));
            for (int row : folds.inside(fold)) {
                offsets[row] = BoostingLoss.logOdds(fitted.apply(reference.scores()[row]));
            }
        }
        return offsets;
    }

    private ExpectedPerformance performance(int[] rows, double[] probabilities) {
        ScoredRows part = reference.select(rows);
        return new ExpectedPerformance(part.scores(), part.decisions(), CalibrationNeed.pick(probabilities, rows));
    }

    @Override
    public Optional<HarmLimit> limit(EstimatedMetric metric) {
        return windows.limit(metric);
    }

    @Override
    public WindowEstimate estimate(ScoredRows all) {
        int[] usable = all.usable(0, 1);
        int unusable = all.rows() - usable.length;
        if (usable.length < options.leastRows()) {
            return NoEstimator.nothing(
                    usable.length,
                    unusable,
                    METRICS,
                    "the window has " + usable.length + " rows with a usable score, at least " + options.leastRows()
                            + " are needed",
                    labels.length);
        }
        ScoredRows window = all.select(usable);
        BinnedRows windowBins = binning.bin(window.withScore());
        WindowWeights weights = new WindowWeights(binned, windowBins, options.seed());
        Routes routes = new Routes(window, windowBins, weights);
        TrustGate gate = new TrustGate(options, weights.overlap());
        Map<EstimatedMetric, PerformanceEstimate> metrics = new EnumMap<>(EstimatedMetric.class);
        for (EstimatedMetric metric : METRICS) {
            metrics.put(metric, routes.estimate(metric, gate));
        }
        return new WindowEstimate(usable.length, unusable, metrics, weights.overlap());
    }

    /** The two routes through one window, and their combination. */
    private final class Routes {
        private final ScoredRows window;
        private final WindowWeights weights;
        private final double[] combined;
        private final ExpectedPerformance performance;
        private final ExpectedPerformance byWeights;
        private final ExpectedPerformance byConditions;

        Routes(ScoredRows window, BinnedRows windowBins, WindowWeights weights) {
            this.window = window;
            this.weights = weights;
            double[] scores = window.scores();
            double[] weighted = IsotonicCalibration.fit(reference.scores(), labels, weights.weights())
                    .apply(scores);
            double[] offsets = new double[scores.length];
            for (int row = 0; row < offsets.length; row++) {
                offsets[row] = BoostingLoss.logOdds(isotonic.apply(scores[row]));
            }
            double[] conditional = correction.predict(windowBins, offsets);
            combined = new double[scores.length];
            for (int row = 0; row < combined.length; row++) {
                combined[row] = (weighted[row] + conditional[row]) / 2;
            }
            performance = new ExpectedPerformance(scores, window.decisions(), combined);
            byWeights = new ExpectedPerformance(scores, window.decisions(), weighted);
            byConditions = new ExpectedPerformance(scores, window.decisions(), conditional);
        }

        PerformanceEstimate estimate(EstimatedMetric metric, TrustGate gate) {
            OptionalDouble value = performance.value(metric);
            OptionalDouble first = byWeights.value(metric);
            OptionalDouble second = byConditions.value(metric);
            if (value.isEmpty() || first.isEmpty() || second.isEmpty()) {
                return new PerformanceEstimate.NotEvaluable(
                        "the window's scores and decisions do not determine " + metric.label());
            }
            double labelVariance = 0;
            for (int row = 0; row < combined.length; row++) {
                double influence = performance.influence(metric, window.scores()[row], window.decisions()[row]);
                labelVariance += influence * influence * combined[row] * (1 - combined[row]);
            }
            double outside = weights.sumOutside(
                    row -> Math.abs(performance.influence(metric, window.scores()[row], window.decisions()[row])));
            double disagreement = (first.getAsDouble() - second.getAsDouble()) / 2;
            return gate.pass(
                    metric,
                    value.getAsDouble(),
                    Math.sqrt(labelVariance),
                    Math.hypot(referenceError(metric), disagreement),
                    TrustGate.ignorance(outside));
        }

        /** From the held-out errors of weighted reference rows, each through its influence on the window's metric. */
        private double referenceError(EstimatedMetric metric) {
            double squares = 0;
            for (int row = 0; row < heldOut.length; row++) {
                double influence = performance.influence(
                        metric, reference.scores()[row], reference.decisions()[row]);
                double error = weights.weights()[row] * influence * ((labels[row] ? 1 : 0) - heldOut[row]);
                squares += error * error;
            }
            return weights.sum() > 0 ? combined.length * Math.sqrt(squares) / weights.sum() : 0;
        }
    }
}
