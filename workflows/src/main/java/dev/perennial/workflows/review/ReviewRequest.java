package dev.perennial.workflows.review;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * A version that waits for a person, and the evidence they are shown.
 *
 * @param requester who asked for the version; a person never approves what they asked for themselves
 */
public record ReviewRequest(
        String review,
        ModelVersion version,
        Digest evidence,
        Duration deadline,
        String sentence,
        Optional<Actor> requester) {
    /** A review that nobody in particular asked for. */
    public ReviewRequest(String review, ModelVersion version, Digest evidence, Duration deadline, String sentence) {
        this(review, version, evidence, deadline, sentence, Optional.empty());
    }
}
