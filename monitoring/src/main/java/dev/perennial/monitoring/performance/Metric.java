package dev.perennial.monitoring.performance;

import static dev.perennial.monitoring.performance.Direction.CLOSER_IS_BETTER;
import static dev.perennial.monitoring.performance.Direction.DESCRIPTIVE;
import static dev.perennial.monitoring.performance.Direction.HIGHER_IS_BETTER;
import static dev.perennial.monitoring.performance.Direction.LOWER_IS_BETTER;
import static dev.perennial.monitoring.performance.Metric.Needs.LABELS_AND_PREDICTIONS;
import static dev.perennial.monitoring.performance.Metric.Needs.LABELS_AND_SCORES;
import static dev.perennial.monitoring.performance.Metric.Needs.OPERATION;
import static dev.perennial.monitoring.performance.Metric.Needs.PREDICTIONS;
import static dev.perennial.monitoring.performance.Task.BINARY_CLASSIFICATION;
import static dev.perennial.monitoring.performance.Task.MULTICLASS_CLASSIFICATION;
import static dev.perennial.monitoring.performance.Task.RANKING;
import static dev.perennial.monitoring.performance.Task.REGRESSION;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every metric that is measured of a model, with which way is better, its unit, its range and what it is computed from.
 *
 * <p>Names are those of declarations: {@link #LOG_LOSS} is {@code log-loss}. Metrics of ranking take a depth and are named
 * with it by {@link MetricName}.
 */
public enum Metric {
    /** Mean log loss in nats; of several classes, that of the true class's probability. */
    LOG_LOSS(
            LOWER_IS_BETTER,
            "nats",
            0,
            Double.MAX_VALUE,
            LABELS_AND_SCORES,
            BINARY_CLASSIFICATION,
            MULTICLASS_CLASSIFICATION),
    /** Mean squared error of the probability; of several classes, the sum over classes (at most 2). */
    BRIER(LOWER_IS_BETTER, "", 0, 2, LABELS_AND_SCORES, BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION),
    /** Area under the ROC curve. */
    AUC(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, BINARY_CLASSIFICATION),
    /** Average precision: the area under the step-wise precision-recall curve. */
    AVERAGE_PRECISION(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, BINARY_CLASSIFICATION),
    /** Share of rows classified rightly. */
    ACCURACY(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION),
    /** Share of true positives among rows called positive. */
    PRECISION(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Share of positive rows called positive; also true-positive or detection rate. */
    RECALL(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Share of negative rows called negative. */
    SPECIFICITY(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Share of negative rows called positive: one minus specificity. */
    FALSE_POSITIVE_RATE(LOWER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Harmonic mean of precision and recall. */
    F1(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Mean declared cost of a decision. */
    COST(LOWER_IS_BETTER, "cost", -Double.MAX_VALUE, Double.MAX_VALUE, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Slope of the labels' log odds over the scores' log odds; below one means scores too extreme. */
    CALIBRATION_SLOPE(
            CLOSER_IS_BETTER, "", -Double.MAX_VALUE, Double.MAX_VALUE, 1, LABELS_AND_SCORES, BINARY_CLASSIFICATION),
    /** Shift of the log odds that makes the scores right on average; negative means that they promise too much. */
    CALIBRATION_INTERCEPT(
            CLOSER_IS_BETTER,
            "log odds",
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            0,
            LABELS_AND_SCORES,
            BINARY_CLASSIFICATION),
    /** Mean score minus base rate; positive means that the scores promise too much. */
    CALIBRATION_GAP(CLOSER_IS_BETTER, "share", -1, 1, 0, LABELS_AND_SCORES, BINARY_CLASSIFICATION),
    /** Share of positive labels. */
    BASE_RATE(DESCRIPTIVE, "share", 0, 1, LABELS_AND_PREDICTIONS, BINARY_CLASSIFICATION),
    /** Mean score. */
    MEAN_SCORE(DESCRIPTIVE, "share", 0, 1, PREDICTIONS, BINARY_CLASSIFICATION),
    /** Share of rows called positive. */
    SELECTION_RATE(DESCRIPTIVE, "share", 0, 1, PREDICTIONS, BINARY_CLASSIFICATION),
    /** Mean of the classes' precisions. */
    MACRO_PRECISION(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** Mean of the classes' recalls: balanced accuracy. */
    MACRO_RECALL(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** Mean of the classes' F1. */
    MACRO_F1(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** Mean of the classes' areas, each against all others. */
    MACRO_AUC(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, MULTICLASS_CLASSIFICATION),
    /** Precision over all decisions; with one label a row it equals accuracy. */
    MICRO_PRECISION(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** Recall over all decisions; with one label a row it equals accuracy. */
    MICRO_RECALL(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** F1 over all decisions; with one label a row it equals accuracy. */
    MICRO_F1(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_PREDICTIONS, MULTICLASS_CLASSIFICATION),
    /** Area over all pairs of row and class, each pair a decision of its own. */
    MICRO_AUC(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, MULTICLASS_CLASSIFICATION),
    /** Mean absolute error. */
    MAE(LOWER_IS_BETTER, "label", 0, Double.MAX_VALUE, LABELS_AND_PREDICTIONS, REGRESSION),
    /** Root of the mean squared error. */
    RMSE(LOWER_IS_BETTER, "label", 0, Double.MAX_VALUE, LABELS_AND_PREDICTIONS, REGRESSION),
    /** Mean absolute error as a share of the label's size. */
    MAPE(LOWER_IS_BETTER, "share", 0, Double.MAX_VALUE, LABELS_AND_PREDICTIONS, REGRESSION),
    /** Mean of prediction minus label; positive means predictions too high. */
    BIAS(CLOSER_IS_BETTER, "label", -Double.MAX_VALUE, Double.MAX_VALUE, 0, LABELS_AND_PREDICTIONS, REGRESSION),
    /** Share of the labels' variance that is explained; negative when worse than their mean. */
    R2(HIGHER_IS_BETTER, "", -Double.MAX_VALUE, 1, LABELS_AND_PREDICTIONS, REGRESSION),
    /** Normalised discounted cumulative gain of the first k items. */
    NDCG(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, RANKING),
    /** Mean reciprocal rank of the first relevant item. */
    MRR(HIGHER_IS_BETTER, "", 0, 1, LABELS_AND_SCORES, RANKING),
    /** Share of queries with a relevant item among the first k. */
    HIT_RATE(HIGHER_IS_BETTER, "share", 0, 1, LABELS_AND_SCORES, RANKING),
    /** Median latency. */
    LATENCY_P50(LOWER_IS_BETTER, "ms", 0, Double.MAX_VALUE, OPERATION),
    /** Latency that one request in a hundred exceeds. */
    LATENCY_P99(LOWER_IS_BETTER, "ms", 0, Double.MAX_VALUE, OPERATION),
    /** Share of requests that failed. */
    ERROR_RATE(LOWER_IS_BETTER, "share", 0, 1, OPERATION),
    /** Share of answers given by the fallback. */
    FALLBACK_RATE(LOWER_IS_BETTER, "share", 0, 1, OPERATION),
    /** Share of time or requests served. */
    AVAILABILITY(HIGHER_IS_BETTER, "share", 0, 1, OPERATION),
    /** Requests a second. */
    THROUGHPUT(HIGHER_IS_BETTER, "1/s", 0, Double.MAX_VALUE, OPERATION),
    /** A distance between distributions. */
    DRIFT(LOWER_IS_BETTER, "", 0, Double.MAX_VALUE, PREDICTIONS),
    /** Share of missing values. */
    MISSING_RATE(LOWER_IS_BETTER, "share", 0, 1, PREDICTIONS),
    /** Age of the newest data or model. */
    STALENESS(LOWER_IS_BETTER, "s", 0, Double.MAX_VALUE, OPERATION);

    /** What a metric is computed from. */
    public enum Needs {
        /** Requests and their answers. */
        OPERATION,
        /** Predictions without labels. */
        PREDICTIONS,
        /** Labels and decided predictions. */
        LABELS_AND_PREDICTIONS,
        /** Labels and scores: probabilities, or whatever orders the items. */
        LABELS_AND_SCORES
    }

    private final Direction direction;
    private final String unit;
    private final double least;
    private final double most;
    private final double target;
    private final Needs needs;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Task> tasks;

    Metric(Direction direction, String unit, double least, double most, Needs needs, Task... tasks) {
        this(direction, unit, least, most, direction == HIGHER_IS_BETTER ? most : least, needs, tasks);
    }

    Metric(Direction direction, String unit, double least, double most, double target, Needs needs, Task... tasks) {
        this.direction = direction;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.target = target;
        this.needs = needs;
        this.tasks = List.of(tasks);
    }

    /** The metric's name as it is declared, such as {@code log-loss}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Which way is better. */
    public Direction direction() {
        return direction;
    }

    /** The unit; {@code share} for values between 0 and 1, {@code label} for the label's own, empty for none. */
    public String unit() {
        return unit;
    }

    /** The least possible value. */
    public double least() {
        return least;
    }

    /** The largest possible value. */
    public double most() {
        return most;
    }

    /** What it is computed from. */
    public Needs needs() {
        return needs;
    }

    /** The tasks that it measures; empty for metrics of operation and data. */
    public List<Task> tasks() {
        return tasks;
    }

    /** Whether it is named with a depth, such as {@code ndcg@10}. */
    public boolean takesDepth() {
        return this == NDCG || this == HIT_RATE;
    }

    /** Whether one value can be worse than another. */
    public boolean judges() {
        return direction != DESCRIPTIVE;
    }

    /**
     * The value on a scale where larger is worse, whatever the metric's direction: the value itself, its negative, or its
     * distance from the best value.
     *
     * @throws IllegalArgumentException if the metric only describes
     */
    public double badness(double value) {
        if (!judges()) {
            throw new IllegalArgumentException("Invalid comparison: " + label() + " only describes");
        }
        return direction.badness(value, target);
    }

    /** The best value; that of metrics without bound on the better side is their largest or least number. */
    public double best() {
        return target;
    }

    /** Whether the first value is strictly worse than the second. */
    public boolean worse(double value, double than) {
        return badness(value) > badness(than);
    }

    /**
     * The metric of a declared name without depth.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Metric named(String label) {
        for (Metric metric : values()) {
            if (metric.label().equals(label)) {
                return metric;
            }
        }
        throw new IllegalArgumentException("Invalid metric: " + label + ", expected "
                + Arrays.stream(values()).map(Metric::label).collect(Collectors.joining(", ")));
    }
}
