package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Which objects hold a model's log, hour by hour. It opens no file of rows. Safe for use by several threads. */
public final class LogListing {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ObjectStore store;
    private final Spool spool;

    /** A listing of this store, asked on the spool's threads. */
    public LogListing(ObjectStore store, Spool spool) {
        this.store = store;
        this.spool = spool;
    }

    /** All hours that have predictions or labels, in order. */
    public List<LoggedHour> all(ModelName model) {
        return hours(model, day -> true, hour -> true);
    }

    /** The hours that the window touches and that have predictions or labels, in order. */
    public List<LoggedHour> within(ModelName model, TimeWindow window) {
        return hours(
                model,
                day -> touches(day.atStartOfDay(ZoneOffset.UTC).toInstant(), Duration.ofDays(1), window),
                hour -> touches(hour, HOUR, window));
    }

    private static boolean touches(Instant start, Duration length, TimeWindow window) {
        return start.isBefore(window.to()) && start.plus(length).isAfter(window.from());
    }

    private List<LoggedHour> hours(ModelName model, Predicate<LocalDate> days, Predicate<Instant> hours) {
        TreeSet<LocalDate> wanted = new TreeSet<>();
        for (String folder : List.of(LogLayout.predictions(model), LogLayout.labels(model))) {
            store.listFolders(folder)
                    .forEach(name -> LogLayout.dayOf(name).filter(days).ifPresent(wanted::add));
        }
        List<Callable<List<LoggedHour>>> listings = wanted.stream()
                .<Callable<List<LoggedHour>>>map(day -> () -> day(model, day))
                .toList();
        return spool.inParallel(listings).stream()
                .flatMap(Collection::stream)
                .filter(hour -> hours.test(hour.hour()))
                .toList();
    }

    private List<LoggedHour> day(ModelName model, LocalDate day) {
        Map<Instant, List<String>> predictions = byHour(LogLayout.predictions(model) + LogLayout.day(day));
        Map<Instant, List<String>> labels = byHour(LogLayout.labels(model) + LogLayout.day(day));
        TreeSet<Instant> hours = new TreeSet<>(predictions.keySet());
        hours.addAll(labels.keySet());
        return hours.stream()
                .map(hour -> new LoggedHour(
                        model, hour, predictions.getOrDefault(hour, List.of()), labels.getOrDefault(hour, List.of())))
                .toList();
    }

    private Map<Instant, List<String>> byHour(String prefix) {
        Map<Instant, List<String>> keys = new TreeMap<>();
        for (String key : StoreListing.all(store, prefix)) {
            LogLayout.segment(key)
                    .ifPresent(segment -> keys.computeIfAbsent(segment.hour(), hour -> new ArrayList<>())
                            .add(key));
        }
        return keys;
    }
}
