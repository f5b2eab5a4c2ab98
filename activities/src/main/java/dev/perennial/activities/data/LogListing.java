package dev.perennial.activities.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.data.LogLayout.EditionName;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which objects hold a model's log, hour by hour. It opens no file of rows. Safe for use by several threads.
 *
 * <p>Files are listed first and editions after them. Whatever file was gone when the files were listed had been replaced
 * by an edition before, which the later listing has; a file that an edition of the later listing stands for is left out.
 * So each row is found exactly once whatever is compacted, erased or uploaded meanwhile.
 */
public final class LogListing {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ATTEMPTS = 4;

    private final ObjectStore store;
    private final Spool spool;
    private final ObjectMapper json = RegistryJson.mapper();

    /** A listing of this store, asked on the spool's threads. */
    public LogListing(ObjectStore store, Spool spool) {
        this.store = store;
        this.spool = spool;
    }

    /** All hours that have predictions or labels, in order. */
    public List<LoggedHour> all(ModelName model) {
        return hours(model, files(model, LogKind.JOINED, day -> true, hour -> true));
    }

    /** The hours that the window touches and that have predictions or labels, in order. */
    public List<LoggedHour> within(ModelName model, TimeWindow window) {
        return hours(
                model,
                files(
                        model,
                        LogKind.JOINED,
                        day -> touches(day.atStartOfDay(ZoneOffset.UTC).toInstant(), Duration.ofDays(1), window),
                        hour -> touches(hour, HOUR, window)));
    }

    /** Reads a window's hours; where a file was replaced between listing and fetching, from a new listing. */
    <T> T reading(ModelName model, Optional<TimeWindow> window, Function<List<LoggedHour>, T> reader) {
        for (int attempt = 1; ; attempt++) {
            try {
                return reader.apply(window.map(part -> within(model, part)).orElseGet(() -> all(model)));
            } catch (VanishedFileException gone) {
                if (attempt == ATTEMPTS) {
                    throw gone;
                }
            }
        }
    }

    private static boolean touches(Instant start, Duration length, TimeWindow window) {
        return start.isBefore(window.to()) && start.plus(length).isAfter(window.from());
    }

    private static List<LoggedHour> hours(ModelName model, List<HourFiles> files) {
        TreeMap<Instant, Map<LogKind, List<String>>> hours = new TreeMap<>();
        files.forEach(hour ->
                hours.computeIfAbsent(hour.hour(), start -> new HashMap<>()).put(hour.kind(), hour.standing()));
        return hours.entrySet().stream()
                .map(hour -> new LoggedHour(
                        model,
                        hour.getKey(),
                        hour.getValue().getOrDefault(LogKind.PREDICTIONS, List.of()),
                        hour.getValue().getOrDefault(LogKind.LABELS, List.of())))
                .filter(hour -> !hour.predictions().isEmpty() || !hour.labels().isEmpty())
                .toList();
    }

    /** All objects of the parts and hours that are asked for, by hour and part. */
    List<HourFiles> files(
            ModelName model, Collection<LogKind> kinds, Predicate<LocalDate> days, Predicate<Instant> hours) {
        TreeSet<LocalDate> wanted = new TreeSet<>();
        for (LogKind kind : kinds) {
            wanted.addAll(days(LogLayout.folder(kind, model), days));
        }
        TreeMap<Instant, Map<LogKind, List<String>>> keys = new TreeMap<>();
        each(wanted, day -> {
                    List<String> ofDay = new ArrayList<>();
                    for (LogKind kind : kinds) {
                        ofDay.addAll(StoreListing.all(store, LogLayout.folder(kind, model) + LogLayout.day(day)));
                    }
                    return ofDay;
                })
                .forEach(key -> LogLayout.hourOf(key)
                        .filter(hours)
                        .ifPresent(hour -> keys.computeIfAbsent(hour, start -> new HashMap<>())
                                .computeIfAbsent(LogKind.of(key), kind -> new ArrayList<>())
                                .add(key)));
        Map<Instant, Map<LogKind, Edition>> editions = editions(model, wanted, hours);
        List<HourFiles> files = new ArrayList<>();
        keys.forEach((hour, halves) -> {
            for (LogKind kind : kinds) {
                List<String> all = halves.getOrDefault(kind, List.of());
                if (!all.isEmpty()) {
                    files.add(new HourFiles(
                            model,
                            kind,
                            hour,
                            all.stream()
                                    .filter(key -> LogLayout.editionOf(key) == 0)
                                    .toList(),
                            all.stream()
                                    .filter(key -> LogLayout.editionOf(key) > 0)
                                    .toList(),
                            Optional.ofNullable(
                                    editions.getOrDefault(hour, Map.of()).get(kind))));
                }
            }
        });
        return files;
    }

    private Map<Instant, Map<LogKind, Edition>> editions(
            ModelName model, Set<LocalDate> wanted, Predicate<Instant> hours) {
        Map<Instant, Map<LogKind, EditionName>> newest = new HashMap<>();
        each(
                        days(LogLayout.editions(model), wanted::contains),
                        day -> StoreListing.all(store, LogLayout.editions(model) + LogLayout.day(day)))
                .stream()
                .flatMap(key -> LogLayout.edition(key).stream())
                .filter(edition -> hours.test(edition.hour()))
                .forEach(edition -> newest.computeIfAbsent(edition.hour(), hour -> new HashMap<>())
                        .merge(edition.kind(), edition, (one, other) -> one.number() > other.number() ? one : other));
        List<EditionName> names = newest.values().stream()
                .flatMap(halves -> halves.values().stream())
                .toList();
        List<Path> copies = spool.fetch(names.stream().map(EditionName::key).toList());
        Map<Instant, Map<LogKind, Edition>> editions = new HashMap<>();
        for (int index = 0; index < copies.size(); index++) {
            editions.computeIfAbsent(names.get(index).hour(), hour -> new HashMap<>())
                    .put(names.get(index).kind(), edition(copies.get(index)));
        }
        return editions;
    }

    private Edition edition(Path copy) {
        try {
            return json.readValue(copy.toFile(), Edition.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read edition " + copy, e);
        }
    }

    private SortedSet<LocalDate> days(String folder, Predicate<LocalDate> wanted) {
        TreeSet<LocalDate> days = new TreeSet<>();
        store.listFolders(folder)
                .forEach(name -> LogLayout.dayOf(name).filter(wanted).ifPresent(days::add));
        return days;
    }

    private List<String> each(Collection<LocalDate> days, Function<LocalDate, List<String>> listing) {
        return spool
                .inParallel(days.stream()
                        .<Callable<List<String>>>map(day -> () -> listing.apply(day))
                        .toList())
                .stream()
                .flatMap(Collection::stream)
                .toList();
    }
}
