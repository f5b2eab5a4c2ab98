package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a model's append-only log, stored create-only as {@code models/{model}/log/{seq:012d}.json}. Entry 1 has
 * no predecessor; every other names the digest of its predecessor's stored bytes.
 *
 * @param operation the idempotency key of the append: the same operation is never appended twice
 */
public record RegistryEntry(
        ModelName model, long seq, Optional<Digest> previous, String operation, Instant recordedAt, EntryDraft entry) {}
