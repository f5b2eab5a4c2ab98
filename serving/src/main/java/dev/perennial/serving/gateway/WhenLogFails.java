package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.LogSpec;

/** What becomes of a prediction that cannot be logged. Feedback that cannot be logged is always refused. */
public enum WhenLogFails {
    /** It is refused with 503 and {@code Retry-After}. */
    STRICT,
    /** It is answered, marked {@code X-Logged: false}: nobody can judge by it later, and it takes no label. */
    DEGRADED;

    /** What a model's file calls this. */
    static WhenLogFails of(LogSpec.WhenFailing policy) {
        return switch (policy) {
            case REFUSE -> STRICT;
            case ANSWER -> DEGRADED;
        };
    }
}
