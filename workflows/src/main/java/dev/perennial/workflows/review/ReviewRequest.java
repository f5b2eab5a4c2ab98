package dev.perennial.workflows.review;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import java.time.Duration;

/** A version that waits for a person, and the evidence they are shown. */
public record ReviewRequest(String review, ModelVersion version, Digest evidence, Duration deadline, String sentence) {}
