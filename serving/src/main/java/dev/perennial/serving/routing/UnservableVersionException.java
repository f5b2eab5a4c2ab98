package dev.perennial.serving.routing;

/** A version that must not take traffic: its bytes are missing, not the signed ones, or do not answer as proven. */
final class UnservableVersionException extends RuntimeException {
    UnservableVersionException(String message) {
        super(message);
    }

    UnservableVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
