package dev.perennial.registry.store;

/** The store answered and refuses: wrong credentials, no permission, no such bucket. Asking again does not help. */
public final class StoreDeniedException extends RuntimeException {
    /** States what was refused, at which address, and why. */
    public StoreDeniedException(String message, Throwable cause) {
        super(message, cause);
    }
}
