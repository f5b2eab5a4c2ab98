package dev.perennial.workflows;

import java.util.Locale;

/** The kinds of workflow in the loop, by which operators find them. */
public enum WorkflowKind {
    /** The entity of a model. */
    MODEL,
    /** One look at a model's windows. */
    MONITOR,
    /** One retraining run. */
    RETRAIN,
    /** One review. */
    REVIEW,
    /** One rollout. */
    ROLLOUT,
    /** One alert. */
    ALERT,
    /** Upkeep of logs. */
    UPKEEP;

    /** The value of the search attribute. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
