package dev.perennial.registry.spec;

import java.util.Optional;

/**
 * How far the loop goes for each task. Declaring, answering, logging, feedback, imports and the join are there for every
 * task; what is named here is not, and is refused by name wherever it is asked for.
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
        return switch (task) {
            case BINARY_CLASSIFICATION -> true;
            case MULTICLASS_CLASSIFICATION, REGRESSION -> false;
        };
    }

    /** Why it cannot be done for the model; empty if it can. */
    public Optional<String> objection(ModelSpec spec) {
        return covers(spec.task())
                ? Optional.empty()
                : Optional.of("Cannot " + verb + " " + spec.name() + ": its task is "
                        + spec.task().word()
                        + ", for which this version answers, logs, joins and imports, and does not " + verb);
    }
}
