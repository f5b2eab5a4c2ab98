package dev.perennial.serving.gateway;

/** A request that is not answered as asked, with the HTTP status that says why. Carries no feature value. */
final class RejectedRequestException extends RuntimeException {
    private final int status;
    private final String reason;

    RejectedRequestException(int status, String message) {
        // Without a stack trace: it is an answer, and made thousands of times a second by a confused client.
        super(message, null, false, false);
        this.status = status;
        reason = message;
    }

    static RejectedRequestException invalid(String message) {
        return new RejectedRequestException(400, message);
    }

    String reason() {
        return reason;
    }

    int status() {
        return status;
    }
}
