package dev.perennial.workflows.client;

/** Temporal could not be reached, or did not answer in time: transient, and what was asked for may have happened. */
public final class TemporalUnavailableException extends RuntimeException {
    /** States what could not be done, at which address. */
    public TemporalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
