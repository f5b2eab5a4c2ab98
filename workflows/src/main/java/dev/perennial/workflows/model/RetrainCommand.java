package dev.perennial.workflows.model;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.spec.RetrainSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A wish for a new version.
 *
 * @param commandId the idempotency key: the same command is obeyed once
 * @param asOf the event time up to which data may be used; absent: the watermark
 * @param table train on this table (a Parquet blob) in place of the log
 */
public record RetrainCommand(
        String commandId,
        RetrainSpec.Trigger trigger,
        String reason,
        Actor actor,
        Optional<Instant> asOf,
        Optional<Digest> table) {}
