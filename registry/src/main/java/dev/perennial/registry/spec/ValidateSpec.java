package dev.perennial.registry.spec;

/**
 * What a candidate must prove against the champion on held-out rows: superiority on the task's loss, and of a yes-or-no
 * question margins on the rest.
 */
public record ValidateSpec(double aucMargin, double brierMargin, double alpha) {
    /** The loss on which a candidate of the task must be better. */
    static String primary(ModelSpec.Task task) {
        return task == ModelSpec.Task.REGRESSION ? "squared-error" : "log-loss";
    }
}
