package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.learn.BoostingLoss;
import dev.perennial.monitoring.learn.BoostingOptions;
import dev.perennial.monitoring.learn.CrossFit;
import dev.perennial.monitoring.learn.Folds;
import dev.perennial.monitoring.learn.LearningTask;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Direct loss estimation of a regression: trees learn the loss of a row from its features and prediction, the window's loss
 * is their mean over its rows plus half the weighted mean of their held-out errors on the reference: midway between the
 * plain and the doubly robust form, which are right if the trees, or the trees or the weights, are.
 *
 * <p>Unlike NannyML's, which is fitted and judged on the same rows, nothing here has seen the row that it speaks of.
 */
final class RegressionEstimator implements EstimatorReference {

    /*
     * 1. NannyML, "Direct loss estimation", performance_estimation/direct_loss_estimation.
     * 2. J. M. Robins, A. Rotnitzky, L. P. Zhao, "Estimation of regression coefficients when some regressors are not
     *    always observed", JASA 89 (1994): the augmented form.
     */

    static final Set<EstimatedMetric> METRICS = Collections.unmodifiableSet(
            EnumSet.range(EstimatedMetric.MEAN_ABSOLUTE_ERROR, EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR));

    /* The squares of squared errors of larger numbers leave the range of numbers. */
    static final double LARGEST = 1e70;

    private final EstimationOptions options;
    private final Binning binning;
    private final BinnedRows binned;
    private final Map<EstimatedMetric, LossModel> models = new EnumMap<>(EstimatedMetric.class);
    private final ReferenceWindows windows;

    private RegressionEstimator(ScoredRows reference, double[] actuals, EstimationOptions options) {
        this.options = options;
        binning = Binning.of(reference.withScore());
        binned = binning.bin(reference.withScore());
        double[] predictions = reference.scores();
        double[] absolute = new double[actuals.length];
        double[] squared = new double[actuals.length];
        double[] relative = new double[actuals.length];
        boolean everyActualHasSize = true;
        for (int row = 0; row < actuals.length; row++) {
            absolute[row] = Math.abs(predictions[row] - actuals[row]);
            squared[row] = absolute[row] * absolute[row];
            double share = absolute[row] / Math.abs(actuals[row]);
            boolean hasSize = actuals[row] != 0 && share <= LARGEST;
            everyActualHasSize &= hasSize;
            relative[row] = hasSize ? share : 0;
        }
        models.put(EstimatedMetric.MEAN_ABSOLUTE_ERROR, new LossModel(absolute));
        models.put(EstimatedMetric.MEAN_SQUARED_ERROR, new LossModel(squared));
        if (everyActualHasSize) {
            models.put(EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR, new LossModel(relative));
        }
        windows = new ReferenceWindows(
                actuals.length,
                options.windowRows(),
                METRICS,
                (metric, rows) -> mean(metric, rows, true),
                (metric, rows) -> mean(metric, rows, false));
    }

    static EstimatorReference fit(ScoredRows rows, double[] actuals, EstimationOptions options) {
        int[] usable = Arrays.stream(rows.usable(-LARGEST, LARGEST))
                .filter(row -> Math.abs(actuals[row]) <= LARGEST)
                .toArray();
        int least = Math.max(options.leastRows(), 2 * options.folds());
        if (usable.length < least) {
            return new NoEstimator(
                    "the reference has " + usable.length + " rows with a usable prediction and actual value, at least "
                            + least + " are needed",
                    METRICS);
        }
        int[] sample = CalibrationNeed.pick(usable, EvenSample.of(usable.length));
        return new RegressionEstimator(rows.select(sample), CalibrationNeed.pick(actuals, sample), options);
    }

    private OptionalDouble mean(EstimatedMetric metric, int[] rows, boolean realised) {
        LossModel model = modelOf(metric);
        if (model == null || rows.length == 0) {
            return OptionalDouble.empty();
        }
        double[] values = realised ? model.losses : model.heldOut;
        double mean = Arrays.stream(rows).mapToDouble(row -> values[row]).sum() / rows.length;
        return OptionalDouble.of(metric == EstimatedMetric.ROOT_MEAN_SQUARED_ERROR ? Math.sqrt(mean) : mean);
    }

    private @Nullable LossModel modelOf(EstimatedMetric metric) {
        return models.get(
                metric == EstimatedMetric.ROOT_MEAN_SQUARED_ERROR ? EstimatedMetric.MEAN_SQUARED_ERROR : metric);
    }

    @Override
    public Optional<HarmLimit> limit(EstimatedMetric metric) {
        return windows.limit(metric);
    }

    @Override
    public WindowEstimate estimate(ScoredRows all) {
        int[] usable = all.usable(-LARGEST, LARGEST);
        int unusable = all.rows() - usable.length;
        if (usable.length < options.leastRows()) {
            return NoEstimator.nothing(
                    usable.length,
                    unusable,
                    METRICS,
                    "the window has " + usable.length + " rows with a usable prediction, at least "
                            + options.leastRows() + " are needed",
                    binned.rows());
        }
        BinnedRows window = binning.bin(all.select(usable).withScore());
        WindowWeights weights = new WindowWeights(binned, window, options.seed());
        TrustGate gate = new TrustGate(options, weights.overlap());
        Map<EstimatedMetric, PerformanceEstimate> metrics = new EnumMap<>(EstimatedMetric.class);
        for (EstimatedMetric metric : METRICS) {
            LossModel model = modelOf(metric);
            metrics.put(
                    metric,
                    model == null
                            ? new PerformanceEstimate.NotEvaluable(
                                    "some actual values of the reference are 0 or nearly so, of which no error is a share")
                            : model.estimate(metric, window, weights, gate));
        }
        return new WindowEstimate(usable.length, unusable, metrics, weights.overlap());
    }

    /** One loss of the reference's rows, and trees that expect it. */
    private final class LossModel {
        private final double[] losses;
        private final double[] heldOut;
        private final CrossFit fit;
        private final double constant;

        LossModel(double[] losses) {
            this.losses = losses;
            constant = Arrays.stream(losses).sum() / losses.length;
            Folds folds = Folds.of(binned, losses, options.folds(), options.seed());
            fit = CrossFit.of(
                    LearningTask.of(binned, BoostingLoss.SQUARED, losses),
                    folds,
                    BoostingOptions.forRows(losses.length));
            heldOut = Arrays.stream(fit.outOfFold())
                    .map(loss -> Math.max(0, loss))
                    .toArray();
        }

        PerformanceEstimate estimate(EstimatedMetric metric, BinnedRows window, WindowWeights weights, TrustGate gate) {
            double[] offsets = new double[window.rows()];
            Arrays.fill(offsets, constant);
            double expected = Arrays.stream(fit.predict(window, offsets))
                            .map(loss -> Math.max(0, loss))
                            .sum()
                    / window.rows();
            double errors = 0;
            double weightedSquares = 0;
            double squares = 0;
            double spread = 0;
            for (int row = 0; row < losses.length; row++) {
                double weight = weights.weights()[row];
                double error = losses[row] - heldOut[row];
                errors += weight * error;
                weightedSquares += weight * weight * error * error;
                squares += weight * error * error;
                spread += (losses[row] - constant) * (losses[row] - constant);
            }
            double sum = Math.max(Double.MIN_NORMAL, weights.sum());
            double correction = errors / sum;
            double mean = Math.max(0, expected + correction / 2);
            double label = Math.sqrt(squares / sum / window.rows());
            double known = Math.hypot(Math.sqrt(weightedSquares) / sum, correction / 2);
            double support = weights.overlap().outsideShare() * Math.sqrt(spread / losses.length);
            if (metric != EstimatedMetric.ROOT_MEAN_SQUARED_ERROR) {
                return gate.pass(metric, mean, label, known, support);
            }
            double root = Math.sqrt(mean);
            double slope = root > 0 ? 1 / (2 * root) : 0;
            return gate.pass(metric, root, slope * label, slope * known, slope * support);
        }
    }
}
