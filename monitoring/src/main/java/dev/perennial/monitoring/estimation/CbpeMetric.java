package dev.perennial.monitoring.estimation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What {@link Cbpe} estimates, by NannyML's names. */
public enum CbpeMetric {
    /** Area under the ROC curve. */
    @JsonProperty("roc_auc")
    ROC_AUC,
    /** Harmonic mean of precision and recall. */
    @JsonProperty("f1")
    F1,
    /** Share of positive decisions that are right. */
    @JsonProperty("precision")
    PRECISION,
    /** Share of positives decided positive. */
    @JsonProperty("recall")
    RECALL,
    /** Share of negatives decided negative. */
    @JsonProperty("specificity")
    SPECIFICITY,
    /** Share classified rightly. */
    @JsonProperty("accuracy")
    ACCURACY,
    /** True positives as a share of all rows. */
    @JsonProperty("true_positive")
    TRUE_POSITIVE,
    /** True negatives as a share of all rows. */
    @JsonProperty("true_negative")
    TRUE_NEGATIVE,
    /** False positives as a share of all rows. */
    @JsonProperty("false_positive")
    FALSE_POSITIVE,
    /** False negatives as a share of all rows. */
    @JsonProperty("false_negative")
    FALSE_NEGATIVE,
    /** The sum of the declared value of every row's cell. */
    @JsonProperty("business_value")
    BUSINESS_VALUE;

    /** The metric's name as NannyML writes it, such as {@code roc_auc}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
