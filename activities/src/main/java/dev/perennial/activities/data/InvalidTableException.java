package dev.perennial.activities.data;

/** A table that does not hold what the model's declaration asks of it; no retry makes it right. */
public final class InvalidTableException extends RuntimeException {
    /** States which column is wrong and what would be right. */
    public InvalidTableException(String message) {
        super(message);
    }
}
