package dev.perennial.console.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of error an answer is: its word in the body and its HTTP status. */
public enum ErrorCode {
    /** The request is wrong whatever the state. */
    INVALID(400),
    /** Not permitted. */
    FORBIDDEN(403),
    /** Names something that does not exist. */
    NOT_FOUND(404),
    /** Well formed, but not in the present state. */
    CONFLICT(409),
    /** Failed for a reason that is not the caller's. */
    FAILED(500),
    /** A server that is needed does not answer. */
    UNREACHABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The kebab-case word. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
