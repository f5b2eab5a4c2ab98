package dev.perennial.workflows.alert;

import dev.perennial.registry.Digest;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a later look found of an open alert's cause. */
public record AlertSighting(
        Kind kind,
        Instant at,
        Severity severity,
        Optional<Duration> respondWithin,
        String sentence,
        Optional<Digest> report) {
    /** Whether the cause is still there. */
    public enum Kind {
        /** It is. */
        SEEN,
        /** It is not. */
        KEPT
    }
}
