package dev.perennial.registry.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A metric that an objective may name: what it rests on, which way it is worse, and the unit of its limits. */
public enum ObjectiveMetric {
    /** Mean log loss. */
    LOG_LOSS(Source.LABELS, Worse.HIGHER, Unit.NUMBER),
    /** Mean squared error of the probability. */
    BRIER(Source.LABELS, Worse.HIGHER, Unit.NUMBER),
    /** Area under the ROC curve. */
    AUC(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Share classified rightly. */
    ACCURACY(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Area under the step-wise precision-recall curve. */
    AVERAGE_PRECISION(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Share of true ones among what is called positive. */
    PRECISION(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Share of the positive that is called so. */
    RECALL(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Share of the negative that is called so. */
    SPECIFICITY(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Share of the negative that is called positive. */
    FALSE_POSITIVE_RATE(Source.LABELS, Worse.HIGHER, Unit.SHARE),
    /** Harmonic mean of precision and recall. */
    F1(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Mean of the classes' precisions. */
    MACRO_PRECISION(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Mean of the classes' recalls: balanced accuracy. */
    MACRO_RECALL(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Mean of the classes' F1. */
    MACRO_F1(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Mean of the classes' areas, each against all others. */
    MACRO_AUC(Source.LABELS, Worse.LOWER, Unit.SHARE),
    /** Root of the mean squared error of a quantity, in its own unit. */
    RMSE(Source.LABELS, Worse.HIGHER, Unit.NUMBER),
    /** Mean absolute error of a quantity, in its own unit. */
    MAE(Source.LABELS, Worse.HIGHER, Unit.NUMBER),
    /** Mean absolute error of a quantity as a share of its size, which may be more than one. */
    MAPE(Source.LABELS, Worse.HIGHER, Unit.NUMBER),
    /** Share of a quantity's variance that is explained; negative when worse than its mean. */
    R2(Source.LABELS, Worse.LOWER, Unit.NUMBER),
    /** The time within which half of the requests are answered. */
    LATENCY_P50(Source.SERVICE, Worse.HIGHER, Unit.MILLISECONDS),
    /** The time within which 99 % of the requests are answered. */
    LATENCY_P99(Source.SERVICE, Worse.HIGHER, Unit.MILLISECONDS),
    /** Share of requests that ended in an error. */
    ERROR_RATE(Source.SERVICE, Worse.HIGHER, Unit.SHARE),
    /** Share of requests that the fallback answered. */
    FALLBACK_RATE(Source.SERVICE, Worse.HIGHER, Unit.SHARE),
    /** How many predictions a window holds. */
    PREDICTIONS(Source.SERVICE, Worse.LOWER, Unit.COUNT);

    private final Source source;
    private final Worse worse;
    private final Unit unit;

    ObjectiveMetric(Source source, Worse worse, Unit unit) {
        this.source = source;
        this.worse = worse;
        this.unit = unit;
    }

    /** What the metric rests on. */
    public enum Source {
        /** Matured labels; it has a value on the reference as well. */
        LABELS,
        /** The prediction log alone. */
        SERVICE
    }

    /** Which way a metric is worse. */
    public enum Worse {
        /** Higher is worse. */
        HIGHER,
        /** Lower is worse. */
        LOWER
    }

    /** What a metric's limits are written in. */
    public enum Unit {
        /** A plain number. */
        NUMBER,
        /** From 0 to 1, or in percent. */
        SHARE,
        /** A time in milliseconds. */
        MILLISECONDS,
        /** A whole number of things. */
        COUNT
    }

    /** The word of model files, such as {@code log-loss}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the metric rests on. */
    public Source source() {
        return source;
    }

    /** Which way the metric is worse. */
    public Worse worse() {
        return worse;
    }

    /** What its limits are written in. */
    public Unit unit() {
        return unit;
    }

    /** Whether an objective of a model of that task may name it. */
    boolean isOf(ModelSpec.Task task) {
        return switch (this) {
            case AUC, AVERAGE_PRECISION, PRECISION, RECALL, SPECIFICITY, FALSE_POSITIVE_RATE, F1 ->
                task == ModelSpec.Task.BINARY_CLASSIFICATION;
            case MACRO_PRECISION, MACRO_RECALL, MACRO_F1, MACRO_AUC -> task == ModelSpec.Task.MULTICLASS_CLASSIFICATION;
            case LOG_LOSS, BRIER, ACCURACY -> task != ModelSpec.Task.REGRESSION;
            case RMSE, MAE, MAPE, R2 -> task == ModelSpec.Task.REGRESSION;
            case LATENCY_P50, LATENCY_P99, ERROR_RATE, FALLBACK_RATE, PREDICTIONS -> true;
        };
    }

    /** The metric of this word. */
    public static Optional<ObjectiveMetric> named(String word) {
        return Arrays.stream(values())
                .filter(metric -> metric.word().equals(word))
                .findFirst();
    }

    /** The words of all metrics. */
    static List<String> words() {
        return Arrays.stream(values()).map(ObjectiveMetric::word).toList();
    }
}
