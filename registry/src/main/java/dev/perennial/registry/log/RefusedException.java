package dev.perennial.registry.log;

/** A command that is well formed but cannot be done in the model's present state. */
public final class RefusedException extends RuntimeException {
    /** States why, and what would have to be otherwise. */
    public RefusedException(String message) {
        super(message);
    }
}
