package dev.perennial.monitoring.estimation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** A metric that can be estimated before labels are there, with its range and the direction in which it gets worse. */
public enum EstimatedMetric {
    /** Share classified rightly. */
    @JsonProperty("accuracy")
    ACCURACY(-1, 1),
    /** Share of positive decisions that are right. */
    @JsonProperty("precision")
    PRECISION(-1, 1),
    /** Share of positives that are decided positive. */
    @JsonProperty("recall")
    RECALL(-1, 1),
    /** Share of negatives that are decided negative. */
    @JsonProperty("specificity")
    SPECIFICITY(-1, 1),
    /** Harmonic mean of precision and recall. */
    @JsonProperty("f1")
    F1(-1, 1),
    /** Area under the ROC curve, ties counting half. */
    @JsonProperty("auc")
    AUC(-1, 1),
    /** Average precision: the area under the precision-recall steps. */
    @JsonProperty("average-precision")
    AVERAGE_PRECISION(-1, 1),
    /** Mean log loss of the raw scores, in nats. */
    @JsonProperty("log-loss")
    LOG_LOSS(1, Double.MAX_VALUE),
    /** Mean squared error of the raw scores; of several classes, the sum over classes (at most 2). */
    @JsonProperty("brier")
    BRIER(1, 2),
    /** Mean absolute error of a regression. */
    @JsonProperty("mean-absolute-error")
    MEAN_ABSOLUTE_ERROR(1, Double.MAX_VALUE),
    /** Mean squared error of a regression. */
    @JsonProperty("mean-squared-error")
    MEAN_SQUARED_ERROR(1, Double.MAX_VALUE),
    /** Root of the mean squared error of a regression. */
    @JsonProperty("root-mean-squared-error")
    ROOT_MEAN_SQUARED_ERROR(1, Double.MAX_VALUE),
    /** Mean of the absolute error as a share of the absolute actual value. */
    @JsonProperty("mean-absolute-percentage-error")
    MEAN_ABSOLUTE_PERCENTAGE_ERROR(1, Double.MAX_VALUE);

    private final int worse;
    private final double most;

    EstimatedMetric(int worse, double most) {
        this.worse = worse;
        this.most = most;
    }

    /** One where higher is worse, minus one where lower is worse. */
    public int worse() {
        return worse;
    }

    /** The largest value; the smallest is 0. */
    public double most() {
        return most;
    }

    /** A value moved into the metric's range. */
    double clip(double value) {
        return Math.max(0, Math.min(most, value));
    }

    /** The metric's name as it is declared, such as {@code average-precision}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
