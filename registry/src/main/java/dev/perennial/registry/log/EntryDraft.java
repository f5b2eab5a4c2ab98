package dev.perennial.registry.log;

import dev.perennial.registry.Actor;
import java.time.Instant;
import java.util.Optional;

/** An entry before it has its place in the log. {@code eventTime} is when it happened in the model's own time. */
public record EntryDraft(
        TimelineKind kind,
        Actor actor,
        Optional<Instant> eventTime,
        String sentence,
        RegistryChange change,
        Evidence evidence) {}
