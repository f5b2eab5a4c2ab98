package dev.perennial.registry.store;

/** The store could not be reached or did not answer properly: transient, and a write may have happened. */
public final class StoreUnavailableException extends RuntimeException {
    /** States what failed, at which address. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
