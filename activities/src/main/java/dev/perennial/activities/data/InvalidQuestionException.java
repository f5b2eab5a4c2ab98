package dev.perennial.activities.data;

/** A question to the log that cannot be answered as it is put; the message says where it is wrong. */
public final class InvalidQuestionException extends RuntimeException {
    /** States what is wrong with the question. */
    public InvalidQuestionException(String message) {
        super(message);
    }
}
