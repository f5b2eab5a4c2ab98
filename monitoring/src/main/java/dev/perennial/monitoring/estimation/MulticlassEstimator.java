package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.learn.Folds;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the labelled reference of a classifier of several classes teaches about windows whose labels are not there yet.
 *
 * <p>A window's metrics are expected by the calibrated probabilities of {@link MulticlassCbpe}, plus half the mean of what
 * calibrations that had not seen them missed on the reference's rows, weighted to the window: midway between the plain and
 * the augmented form, as of {@link RegressionEstimator}. Half of the correction counts as an error of the reference.
 * Precision, recall, F1 and the ROC area are means over the classes that determine them. Scores are given class by class;
 * the class of the highest score is decided, the first of equals. Rows whose scores are not probabilities that sum to 1
 * within 1e-3 are left out and counted. Of more than 200,000 rows an even sample is used. Immutable and thread-safe.
 */
public final class MulticlassEstimator {

    /** What is estimated. */
    public static final Set<EstimatedMetric> METRICS = Collections.unmodifiableSet(EnumSet.of(
            EstimatedMetric.ACCURACY,
            EstimatedMetric.PRECISION,
            EstimatedMetric.RECALL,
            EstimatedMetric.F1,
            EstimatedMetric.AUC,
            EstimatedMetric.LOG_LOSS,
            EstimatedMetric.BRIER));

    private static final double SUM_TOLERANCE = 1e-3;

    private final EstimationOptions options;
    private final Optional<Fitted> fitted;
    private final String problem;

    private MulticlassEstimator(EstimationOptions options, Optional<Fitted> fitted, String problem) {
        this.options = options;
        this.fitted = fitted;
        this.problem = problem;
    }

    /**
     * Fits a reference, its rows in order of time. One that is too small, or holds one class only, still answers: every
     * metric of every window is then not evaluable, with the reason.
     *
     * @param scores the probability of each class of each row, class by class
     * @param labels the class of each row
     */
    public static MulticlassEstimator fit(
            ColumnTable features, double[][] scores, int[] labels, EstimationOptions options) {
        Require.sameLength(features.rows(), labels.length, "labels");
        int[] usable = usable(scores, labels.length);
        int least = Math.max(options.leastRows(), 2 * options.folds());
        long classes = IntStream.of(usable).map(row -> labels[row]).distinct().count();
        if (usable.length < least || classes < 2) {
            return new MulticlassEstimator(
                    options,
                    Optional.empty(),
                    "the reference has " + usable.length + " rows of " + classes
                            + (classes == 1 ? " class" : " classes") + " with usable scores, at least " + least
                            + " of 2 are needed");
        }
        int[] sample = CalibrationNeed.pick(usable, EvenSample.of(usable.length));
        return new MulticlassEstimator(
                options,
                Optional.of(
                        new Fitted(Rows.of(features, scores, sample), CalibrationNeed.pick(labels, sample), options)),
                "");
    }

    /** Estimates every metric of a window without its labels. */
    public WindowEstimate estimate(ColumnTable features, double[][] scores) {
        int[] usable = usable(scores, features.rows());
        int unusable = features.rows() - usable.length;
        if (fitted.isEmpty()) {
            return NoEstimator.nothing(usable.length, unusable, METRICS, problem, 0);
        }
        if (usable.length < options.leastRows()) {
            return NoEstimator.nothing(
                    usable.length,
                    unusable,
                    METRICS,
                    "the window has " + usable.length + " rows with usable scores, at least " + options.leastRows()
                            + " are needed",
                    fitted.get().labels.length);
        }
        return fitted.get().estimate(Rows.of(features, scores, usable), unusable);
    }

    /** Where harm begins if nothing is declared, as of {@link EstimatorReference#limit}. */
    public Optional<HarmLimit> limit(EstimatedMetric metric) {
        return fitted.flatMap(known -> known.windows.limit(metric));
    }

    static Map<EstimatedMetric, Double> realised(double[][] scores, int[] labels) {
        int[] usable = usable(scores, labels.length);
        Rows rows = Rows.of(ColumnTable.builder(labels.length).build(), scores, usable);
        ExpectedClasses performance = rows.performance(happened(scores.length, CalibrationNeed.pick(labels, usable)));
        Map<EstimatedMetric, Double> realised = new EnumMap<>(EstimatedMetric.class);
        for (EstimatedMetric metric : METRICS) {
            performance.value(metric).ifPresent(value -> realised.put(metric, value));
        }
        return Collections.unmodifiableMap(realised);
    }

    private static double[][] happened(int classes, int[] labels) {
        double[][] happened = new double[classes][labels.length];
        for (int row = 0; row < labels.length; row++) {
            happened[labels[row]][row] = 1;
        }
        return happened;
    }

    private static int[] usable(double[][] scores, int rows) {
        for (double[] ofClass : scores) {
            Require.sameLength(rows, ofClass.length, "scores");
        }
        return IntStream.range(0, rows)
                .filter(row -> Math.abs(Arrays.stream(scores)
                                        .mapToDouble(ofClass ->
                                                ofClass[row] >= 0 && ofClass[row] <= 1 ? ofClass[row] : Double.NaN)
                                        .sum()
                                - 1)
                        <= SUM_TOLERANCE)
                .toArray();
    }

    /** Rows with their scores by class, and what is decided. */
    private static final class Rows {
        private final ScoredRows confidences;
        private final double[][] scores;
        private final int[] decisions;

        private Rows(ColumnTable features, double[][] scores) {
            this.scores = scores;
            decisions = new int[features.rows()];
            double[] highest = new double[decisions.length];
            String[] decided = new String[decisions.length];
            for (int row = 0; row < decisions.length; row++) {
                for (int label = 1; label < scores.length; label++) {
                    decisions[row] = scores[label][row] > scores[decisions[row]][row] ? label : decisions[row];
                }
                highest[row] = scores[decisions[row]][row];
                decided[row] = Integer.toString(decisions[row]);
            }
            String name = "decision";
            while (features.column(name).isPresent()) {
                name = name + "'";
            }
            ColumnTable.Builder all = ColumnTable.builder(decisions.length);
            features.columns().forEach(all::add);
            confidences = ScoredRows.predicted(all.categories(name, decided).build(), highest);
        }

        static Rows of(ColumnTable features, double[][] scores, int[] rows) {
            return new Rows(features.select(rows), part(scores, rows));
        }

        private static double[][] part(double[][] byClass, int[] rows) {
            return Arrays.stream(byClass)
                    .map(ofClass -> CalibrationNeed.pick(ofClass, rows))
                    .toArray(double[][]::new);
        }

        ExpectedClasses performance(double[][] probabilities) {
            return new ExpectedClasses(scores, decisions, probabilities);
        }

        ExpectedClasses performance(double[][] probabilities, int[] rows) {
            return new ExpectedClasses(
                    part(scores, rows), CalibrationNeed.pick(decisions, rows), part(probabilities, rows));
        }
    }

    /** A reference that teaches something. */
    private static final class Fitted {
        private final EstimationOptions options;
        private final Rows reference;
        private final int[] labels;
        private final Binning binning;
        private final BinnedRows binned;
        private final MulticlassCbpe cbpe;
        private final double[][] heldOut;
        private final ReferenceWindows windows;

        Fitted(Rows reference, int[] labels, EstimationOptions options) {
            this.options = options;
            this.reference = reference;
            this.labels = labels;
            ColumnTable table = reference.confidences.withScore();
            binning = Binning.of(table);
            binned = binning.bin(table);
            cbpe = MulticlassCbpe.fit(reference.scores, labels);
            heldOut = heldOut(Folds.of(
                    binned, Arrays.stream(labels).asDoubleStream().toArray(), options.folds(), options.seed()));
            double[][] happened = happened(reference.scores.length, labels);
            windows = new ReferenceWindows(
                    labels.length,
                    options.windowRows(),
                    METRICS,
                    (metric, rows) -> reference.performance(happened, rows).value(metric),
                    (metric, rows) -> reference.performance(heldOut, rows).value(metric));
        }

        /* The probabilities of each row by calibrations that had not seen it. */
        private double[][] heldOut(Folds folds) {
            double[][] probabilities = new double[reference.scores.length][labels.length];
            for (int fold = 0; fold < folds.count(); fold++) {
                int[] inside = folds.inside(fold);
                int[] outside = folds.outside(fold);
                double[][] apart = cbpe.refit(
                                Rows.part(reference.scores, outside), CalibrationNeed.pick(labels, outside))
                        .probabilities(Rows.part(reference.scores, inside), inside.length);
                for (int label = 0; label < apart.length; label++) {
                    for (int at = 0; at < inside.length; at++) {
                        probabilities[label][inside[at]] = apart[label][at];
                    }
                }
            }
            return probabilities;
        }

        WindowEstimate estimate(Rows window, int unusable) {
            int rows = window.decisions.length;
            WindowWeights weights =
                    new WindowWeights(binned, binning.bin(window.confidences.withScore()), options.seed());
            TrustGate gate = new TrustGate(options, weights.overlap());
            ExpectedClasses performance = window.performance(cbpe.probabilities(window.scores, rows));
            Map<EstimatedMetric, PerformanceEstimate> metrics = new EnumMap<>(EstimatedMetric.class);
            for (EstimatedMetric metric : METRICS) {
                OptionalDouble value = performance.value(metric);
                metrics.put(
                        metric,
                        value.isPresent()
                                ? corrected(metric, value.getAsDouble(), performance, rows, weights, gate)
                                : new PerformanceEstimate.NotEvaluable(
                                        "the window's scores and decisions do not determine " + metric.label()));
            }
            return new WindowEstimate(rows, unusable, metrics, weights.overlap());
        }

        private PerformanceEstimate corrected(
                EstimatedMetric metric,
                double value,
                ExpectedClasses performance,
                int rows,
                WindowWeights weights,
                TrustGate gate) {
            double errors = 0;
            double squares = 0;
            for (int row = 0; row < labels.length; row++) {
                double[] influences = performance.influences(metric, reference.scores, row, reference.decisions[row]);
                double missed = 0;
                for (int label = 0; label < influences.length; label++) {
                    missed += influences[label] * ((label == labels[row] ? 1 : 0) - heldOut[label][row]);
                }
                double weighted = weights.weights()[row] * missed;
                errors += weighted;
                squares += weighted * weighted;
            }
            double scale = weights.sum() > 0 ? rows / weights.sum() : 0;
            double correction = scale * errors;
            return gate.pass(
                    metric,
                    value + correction / 2,
                    performance.labelError(metric),
                    Math.hypot(scale * Math.sqrt(squares), correction / 2),
                    TrustGate.ignorance(weights.sumOutside(row -> performance.range(metric, row))));
        }
    }
}
