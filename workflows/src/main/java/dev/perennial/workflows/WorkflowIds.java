package dev.perennial.workflows;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;

/** The ids, task queue and search attributes by which the loop's workflows are found. */
public final class WorkflowIds {
    /** The queue that every worker polls. */
    public static final String TASK_QUEUE = "perennial";
    /** Search attribute (keyword): the model's name. */
    public static final String MODEL_ATTRIBUTE = "PerennialModel";
    /** Search attribute (keyword): model, monitor, retrain, review, rollout, alert or upkeep. */
    public static final String KIND_ATTRIBUTE = "PerennialKind";

    private WorkflowIds() {}

    /** The model's entity workflow. */
    public static String model(ModelName model) {
        return "model/" + model;
    }

    /** The model's monitoring schedule, also the stem of its runs' ids. */
    public static String monitor(ModelName model) {
        return "monitor/" + model;
    }

    /** A look at one window, asked for by hand. */
    public static String lookAt(ModelName model, TimeWindow window) {
        return monitor(model) + "/" + window;
    }

    /** One retraining run; {@code run} is like {@code flight-delay-r3}. */
    public static String retrain(String run) {
        return "retrain/" + run;
    }

    /** One review. */
    public static String review(String review) {
        return "review/" + review;
    }

    /** One rollout. */
    public static String rollout(String rollout) {
        return "rollout/" + rollout;
    }

    /** The schedule of upkeep, also the stem of its runs' ids. */
    public static String upkeep() {
        return "upkeep";
    }

    /** Upkeep of one model's log by hand; {@code what} is the task, and for an erasure its id. */
    public static String upkeep(ModelName model, String what) {
        return upkeep() + "/" + model + "/" + what;
    }

    /** One alert, by its key. */
    public static String alert(ModelName model, String alert) {
        return "alert/" + model + "/" + alert;
    }
}
