package dev.perennial.console.timeline;

import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import java.time.Instant;
import java.util.SortedMap;

/** One line of the domain timeline. {@code eventTime} is the recorded time where the entry has none of its own. */
public record TimelineEntry(
        long seq,
        TimelineKind kind,
        Instant eventTime,
        Instant recordedAt,
        String actor,
        String sentence,
        SortedMap<String, Double> numbers,
        SortedMap<String, String> links) {
    /** The line of an entry of the log. */
    public static TimelineEntry of(RegistryEntry entry) {
        EntryDraft draft = entry.entry();
        return new TimelineEntry(
                entry.seq(),
                draft.kind(),
                draft.eventTime().orElse(entry.recordedAt()),
                entry.recordedAt(),
                draft.actor().value(),
                draft.sentence(),
                draft.evidence().numbers(),
                draft.evidence().links());
    }
}
