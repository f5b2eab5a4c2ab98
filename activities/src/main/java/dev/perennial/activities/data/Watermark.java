package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The event time up to which a model's log is complete. A gateway uploads hours in order, and the labels it has before the
 * predictions, so the greatest hour it has uploaded says that everything before that hour is there. The watermark is the
 * least of these hours over the gateways seen in the last 24 hours of event time, less the declared lateness; a gateway
 * silent for longer holds nobody up.
 */
public final class Watermark {
    private static final Duration ACTIVE = Duration.ofHours(24);

    private final ObjectStore store;

    /** A reader over the store's listing; it opens no file. */
    public Watermark(ObjectStore store) {
        this.store = store;
    }

    /** The model's watermark; empty while nothing is logged. */
    public Optional<Instant> of(ModelName model, Duration lateness) {
        String prefix = LogLayout.predictions(model);
        TreeSet<LocalDate> days = new TreeSet<>();
        store.listFolders(prefix).forEach(folder -> LogLayout.dayOf(folder).ifPresent(days::add));
        if (days.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Instant> newest = new TreeMap<>();
        for (LocalDate day : days.tailSet(days.last().minusDays(1))) {
            for (String key : StoreListing.all(store, prefix + LogLayout.day(day))) {
                LogLayout.segment(key)
                        .ifPresent(segment -> newest.merge(
                                segment.instance(), segment.hour(), (one, other) -> one.isAfter(other) ? one : other));
            }
        }
        Instant end = newest.values().stream().max(Instant::compareTo).orElse(startOf(days.last()));
        return newest.values().stream()
                .filter(hour -> hour.isAfter(end.minus(ACTIVE)))
                .min(Instant::compareTo)
                .map(hour -> hour.minus(lateness));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
