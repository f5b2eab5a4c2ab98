package dev.perennial.registry.spec;

import java.util.Optional;

/**
 * How far the loop goes for each task. Declaring, answering, logging, feedback, imports and the join are there for every
 * task; of what is named here some may not be, and is then refused by name wherever it is asked for.
 */
public enum TaskScope {
    /** Training candidates, proving them, rolling them out. */
    RETRAINING("retrain"),
    /** Judging windows. */
    MONITORING("monitor");

    private final String verb;

    TaskScope(String verb) {
        this.verb = verb;
    }

    private boolean covers(ModelSpec.Task task) {
        return switch (this) {
            case RETRAINING -> true;
            case MONITORING -> task == ModelSpec.Task.BINARY_CLASSIFICATION;
        };
    }

    /** Why it cannot be done for the model; empty if it can. */
    public Optional<String> objection(ModelSpec spec) {
        return covers(spec.task())
                ? Optional.empty()
                : Optional.of("Cannot " + verb + " " + spec.name() + ": its task is "
                        + spec.task().word()
                        + ", which this version does not " + verb);
    }
}
