package dev.perennial.registry.log;

/** A model, version, blob or window that the registry does not hold. */
public final class UnknownModelException extends RuntimeException {
    /** Names what is missing and, where there are any, the nearest names. */
    public UnknownModelException(String message) {
        super(message);
    }
}
