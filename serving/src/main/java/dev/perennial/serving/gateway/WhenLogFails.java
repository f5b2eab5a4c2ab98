package dev.perennial.serving.gateway;

/** What becomes of a prediction that cannot be logged. Feedback that cannot be logged is always refused. */
public enum WhenLogFails {
    /** It is refused with 503 and {@code Retry-After}. */
    STRICT,
    /** It is answered, marked {@code X-Logged: false}: nobody can judge by it later, and it takes no label. */
    DEGRADED
}
