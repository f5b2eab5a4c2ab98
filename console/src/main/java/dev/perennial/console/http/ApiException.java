package dev.perennial.console.http;

import dev.perennial.registry.spec.SpecProblem;
import java.util.List;

/** An error that the caller is told in full. */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final transient List<SpecProblem> problems;

    /** An error with the places that are wrong in what was sent. */
    public ApiException(ErrorCode code, String message, List<SpecProblem> problems) {
        super(message);
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    /** The request is wrong whatever the state. */
    public static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID, message, List.of());
    }

    /** There is no such thing. */
    public static ApiException notFound(String message) {
        return new ApiException(ErrorCode.NOT_FOUND, message, List.of());
    }

    /** Not in the present state. */
    public static ApiException conflict(String message) {
        return new ApiException(ErrorCode.CONFLICT, message, List.of());
    }

    /** A server does not answer. */
    public static ApiException unreachable(String message) {
        return new ApiException(ErrorCode.UNREACHABLE, message, List.of());
    }

    /** Not permitted. */
    public static ApiException forbidden(String message) {
        return new ApiException(ErrorCode.FORBIDDEN, message, List.of());
    }

    /** The kind of error. */
    public ErrorCode code() {
        return code;
    }

    /** The places that are wrong, in the order of the file. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
