package dev.perennial.activities.training;

/** Rows from which nothing can be learned as they are; other rows of the same model may well do. */
public final class UntrainableDataException extends RuntimeException {

    UntrainableDataException(String message) {
        super(message);
    }
}
