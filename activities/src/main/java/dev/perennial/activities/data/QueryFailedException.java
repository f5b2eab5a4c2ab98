package dev.perennial.activities.data;

/** A query over local files that could not be answered; the message names what was read. */
public final class QueryFailedException extends RuntimeException {
    /** States what was asked and why there is no answer. */
    public QueryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
