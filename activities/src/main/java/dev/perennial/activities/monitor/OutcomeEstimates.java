package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.EstimationOptions;
import dev.perennial.monitoring.estimation.EstimatorReference;
import dev.perennial.monitoring.estimation.HarmJudgement;
import dev.perennial.monitoring.estimation.HarmLimit;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.MulticlassEstimator;
import dev.perennial.monitoring.estimation.PerformanceEstimate;
import dev.perennial.monitoring.estimation.RealisedMetrics;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.report.EstimateSection;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.monitor.ReportSections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the rows that a champion was proven on say of a window of a regression, or of several classes, without its labels: the
 * errors of a regression by trees that learn them, the metrics of several classes by their calibrated probabilities.
 */
final class OutcomeEstimates {
    private static final Map<EstimatedMetric, Metric> OF_A_VALUE = Map.of(
            EstimatedMetric.ROOT_MEAN_SQUARED_ERROR,
            Metric.RMSE,
            EstimatedMetric.MEAN_ABSOLUTE_ERROR,
            Metric.MAE,
            EstimatedMetric.MEAN_ABSOLUTE_PERCENTAGE_ERROR,
            Metric.MAPE);
    private static final Map<EstimatedMetric, Metric> OF_CLASSES = Map.of(
            EstimatedMetric.LOG_LOSS,
            Metric.LOG_LOSS,
            EstimatedMetric.BRIER,
            Metric.BRIER,
            EstimatedMetric.ACCURACY,
            Metric.ACCURACY,
            EstimatedMetric.PRECISION,
            Metric.MACRO_PRECISION,
            EstimatedMetric.RECALL,
            Metric.MACRO_RECALL,
            EstimatedMetric.F1,
            Metric.MACRO_F1,
            EstimatedMetric.AUC,
            Metric.MACRO_AUC);

    private final Function<OutcomeRows, WindowEstimate> estimator;
    private final Map<EstimatedMetric, HarmLimit> limits;

    private OutcomeEstimates(Function<OutcomeRows, WindowEstimate> estimator, Map<EstimatedMetric, HarmLimit> limits) {
        this.estimator = estimator;
        this.limits = limits;
    }

    /** Learns from the rows a champion was proven on, for windows of about so many rows. */
    static OutcomeEstimates of(ModelSpec spec, OutcomeRows proven, int windowRows) {
        EstimationOptions options = EstimationOptions.forWindowsOf(Math.max(1, windowRows));
        OutcomeRows rows = labelled(proven);
        ScoredOutcomes answered = rows.answered();
        if (isOfClasses(answered)) {
            MulticlassEstimator classes =
                    MulticlassEstimator.fit(rows.table(), byClass(answered), places(answered), options);
            return new OutcomeEstimates(
                    window -> classes.estimate(window.table(), byClass(window.answered())),
                    new EstimateLimits(
                                    classes::limit,
                                    answered.report(),
                                    OF_CLASSES,
                                    List.of(EstimatedMetric.LOG_LOSS, EstimatedMetric.BRIER, EstimatedMetric.ACCURACY))
                            .of(spec.objectives()));
        }
        EstimatorReference values = EstimatorReference.regression(predicted(rows), answered.labels(), options);
        return new OutcomeEstimates(
                window -> values.estimate(predicted(window)),
                new EstimateLimits(
                                values::limit,
                                answered.report(),
                                OF_A_VALUE,
                                List.of(EstimatedMetric.ROOT_MEAN_SQUARED_ERROR, EstimatedMetric.MEAN_ABSOLUTE_ERROR))
                        .of(spec.objectives()));
    }

    /** Every metric of rows of a window; none of their labels is looked at. */
    WindowEstimate estimate(OutcomeRows window) {
        return estimator.apply(window);
    }

    /** One verdict for each limit, the most alarming first. */
    List<HarmVerdict> judge(WindowEstimate estimate) {
        return limits.values().stream()
                .map(limit -> HarmJudgement.judge(estimate, limit, HarmPolicy.standard()))
                .sorted(Comparator.comparingInt(Estimation::rank))
                .toList();
    }

    /**
     * Adds what was expected of a window, and how such words have turned out. The estimate made when the window closed is
     * shown; one made now where the labels were there first. Only the former is a forecast, so only that one enters the
     * record.
     *
     * @param realised what the labels showed; empty where they are young
     * @return one verdict for each limit, the most alarming first
     */
    static List<HarmVerdict> add(
            ReportSections.Builder sections,
            ModelSpec spec,
            OutcomeLook look,
            Optional<OutcomeRows> proven,
            Foresight foresight,
            Map<EstimatedMetric, Double> realised) {
        EstimateTrackRecords past = foresight.past();
        sections.estimateRecords(
                foresight.estimate().map(made -> past.after(made, realised)).orElse(past));
        if (proven.isEmpty() || look.fresh().length == 0) {
            return List.of();
        }
        OutcomeEstimates estimates = of(spec, proven.get(), look.fresh().length);
        WindowEstimate estimate = foresight.estimate().orElseGet(() -> estimates.estimate(look.unseen()));
        sections.estimates(EstimateSection.of(estimate, estimates.limits, past, realised));
        return estimates.judge(past.temper(estimate));
    }

    /** What the labels that are there show, in the terms of estimates. */
    static Map<EstimatedMetric, Double> realised(OutcomeRows window) {
        OutcomeRows rows = labelled(window);
        return isOfClasses(rows.answered())
                ? RealisedMetrics.classes(byClass(rows.answered()), places(rows.answered()))
                : RealisedMetrics.regression(predicted(rows), rows.answered().labels());
    }

    /** The trusted estimates, each by the name that declarations use: {@code estimated-rmse}. */
    static SortedMap<String, Double> numbers(EstimateSection section) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        section.metrics().forEach(line -> put(numbers, line.metric(), line.estimate()));
        return numbers;
    }

    /** The same of estimates as they were made. */
    static SortedMap<String, Double> numbers(WindowEstimate estimate) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        estimate.metrics().forEach((metric, value) -> put(numbers, metric, value));
        return numbers;
    }

    private static void put(SortedMap<String, Double> numbers, EstimatedMetric metric, PerformanceEstimate estimate) {
        Optional.ofNullable(OF_A_VALUE.getOrDefault(metric, OF_CLASSES.get(metric)))
                .ifPresent(name -> estimate.trusted()
                        .ifPresent(trusted -> numbers.put("estimated-" + name.label(), trusted.value())));
    }

    private static OutcomeRows labelled(OutcomeRows rows) {
        double[] labels = rows.answered().labels();
        return rows.select(IntStream.range(0, labels.length)
                .filter(row -> !Double.isNaN(labels[row]) && (labels[row] >= 0 || !isOfClasses(rows.answered())))
                .toArray());
    }

    private static boolean isOfClasses(ScoredOutcomes answered) {
        return answered.outputs() instanceof Outputs.ClassProbabilities;
    }

    private static ScoredRows predicted(OutcomeRows rows) {
        return ScoredRows.predicted(rows.table(), rows.answered().answers());
    }

    private static double[][] byClass(ScoredOutcomes answered) {
        int classes = answered.outputs().count();
        double[][] scores = new double[classes][answered.labels().length];
        for (int at = 0; at < answered.answers().length; at++) {
            scores[at % classes][at / classes] = answered.answers()[at];
        }
        return scores;
    }

    private static int[] places(ScoredOutcomes answered) {
        return DoubleStream.of(answered.labels()).mapToInt(label -> (int) label).toArray();
    }
}
