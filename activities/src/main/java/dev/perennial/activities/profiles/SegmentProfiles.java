package dev.perennial.activities.profiles;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LogListing;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.SegmentListing;
import dev.perennial.activities.data.SegmentListing.Segment;
import dev.perennial.activities.data.VanishedFileException;
import dev.perennial.activities.profiles.SegmentBatches.Task;
import dev.perennial.activities.segments.UnsupportedParquetException;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts segments once and adds them up. Every result is an object of the store, created only if it is absent and equal
 * whoever makes it, so that attempts and workers may meet at any point. Safe for use by several threads.
 */
public final class SegmentProfiles {
    private static final int PAGE = 1000;

    private final Workbench workbench;
    private final ObjectStore store;
    private final SegmentListing listing;
    private final RunStore documents;

    /** Profiles on this workbench. */
    public SegmentProfiles(Workbench workbench) {
        this.workbench = workbench;
        store = workbench.store();
        listing = new SegmentListing(new LogListing(store, workbench.spool()));
        documents = new RunStore(store);
    }

    /** The sum over a window's segments; a segment without a profile is counted on the way. */
    public Sum sum(ModelVersion version, TimeWindow window) {
        ProfileScope scope = ProfileScope.of(workbench, version);
        List<Day> days = days(scope, window);
        List<String> parts = new ArrayList<>();
        for (Day day : days) {
            if (!day.summed()) {
                tasks(scope, window, day).forEach(task -> count(scope, task));
                List<String> ofSegments = day.segments().stream()
                        .map(segment -> scope.profile(segment, window))
                        .toList();
                if (!whole(day.date(), window)) {
                    parts.addAll(ofSegments);
                    continue;
                }
                store.create(day.sum(), ProfileCodec.encode(added(scope, ofSegments)));
            }
            parts.add(day.sum());
        }
        int segments = days.stream().mapToInt(day -> day.segments().size()).sum();
        return new Sum(added(scope, parts), segments, parts.size());
    }

    /** The segments of a window that have no profile. */
    Missing missing(ProfileScope scope, TimeWindow window) {
        List<Day> days = days(scope, window);
        return new Missing(
                days.stream().mapToInt(day -> day.segments().size()).sum(),
                days.stream()
                        .filter(day -> !day.summed())
                        .flatMap(day -> tasks(scope, window, day).stream())
                        .toList());
    }

    /** Counts a segment unless somebody has. */
    Counted count(ProfileScope scope, Task task) {
        if (store.exists(task.profile())) {
            return new Counted.Found();
        }
        Path segment;
        try {
            segment = workbench.spool().fetch(List.of(task.segment())).get(0);
        } catch (VanishedFileException compacted) {
            // What stands in its place is counted when the window is summed.
            return new Counted.Found();
        }
        SegmentProfile profile = profile(scope, segment, task);
        store.create(task.profile(), ProfileCodec.encode(profile));
        return new Counted.Read(profile.rows());
    }

    /** Keeps a list of segments; the key it is kept under. */
    String keep(ProfileScope scope, SegmentBatches batches) {
        String key = scope.plan(batches.toString());
        documents.once(key, SegmentBatches.class, () -> batches);
        return key;
    }

    /** A list that was kept. */
    SegmentBatches kept(String key) {
        return documents
                .find(key, SegmentBatches.class)
                .orElseThrow(() -> new IllegalArgumentException("Invalid plan: there is no list " + key));
    }

    private List<Day> days(ProfileScope scope, TimeWindow window) {
        Map<LocalDate, List<Segment>> byDay = listing.of(scope.version().model(), window).stream()
                .collect(Collectors.groupingBy(Segment::day, TreeMap::new, Collectors.toList()));
        if (byDay.isEmpty()) {
            return List.of();
        }
        Set<String> sums = keys(
                scope.days(), scope.days() + "dt=" + byDay.keySet().iterator().next());
        List<Day> days = new ArrayList<>();
        byDay.forEach((date, segments) -> {
            String sum = scope.day(date, segments);
            days.add(new Day(date, segments, sum, whole(date, window) && sums.contains(sum)));
        });
        return days;
    }

    private List<Task> tasks(ProfileScope scope, TimeWindow window, Day day) {
        Set<String> known = keys(scope.segments() + "dt=" + day.date() + "/", "");
        return day.segments().stream()
                .map(segment -> new Task(
                        segment.key(),
                        scope.profile(segment, window),
                        EpochMicros.of(window.from()),
                        EpochMicros.of(window.to())))
                .filter(task -> !known.contains(task.profile())
                        && (task.profile().startsWith(scope.segments()) || !store.exists(task.profile())))
                .toList();
    }

    private SegmentProfile profile(ProfileScope scope, Path segment, Task task) {
        try {
            return scope.counting().profile(segment, task.from(), task.to());
        } catch (UnsupportedParquetException unsupported) {
            try (Scratch plain = workbench.spool().scratch(".parquet")) {
                workbench.writing().rewrite(segment, plain.file());
                return scope.counting().profile(plain.file(), task.from(), task.to());
            }
        }
    }

    private SegmentProfile added(ProfileScope scope, List<String> keys) {
        ProfileBuilder sum = new ProfileBuilder(scope.counting().layout());
        for (Path file : workbench.spool().fetch(keys)) {
            try {
                sum.add(scope.codec().decode(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read profile " + file, e);
            }
        }
        return sum.build();
    }

    private Set<String> keys(String folder, String from) {
        Set<String> keys = new HashSet<>();
        String after = from;
        while (true) {
            List<String> page = store.list(folder, after, PAGE);
            keys.addAll(page);
            if (page.size() < PAGE) {
                return keys;
            }
            after = page.get(page.size() - 1);
        }
    }

    private static boolean whole(LocalDate day, TimeWindow window) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return !start.isBefore(window.from()) && !end.isAfter(window.to());
    }

    /**
     * A window's sum.
     *
     * @param segments the number of segments it covers
     * @param parts the number of profiles that were added
     */
    public record Sum(SegmentProfile profile, int segments, int parts) {}

    /* The segments of one day that a window touches; summed if the day is whole and its sum is kept. */
    private record Day(LocalDate date, List<Segment> segments, String sum, boolean summed) {}

    /** What of a window is to be read. */
    record Missing(int segments, List<Task> tasks) {
        static Missing nothing() {
            return new Missing(0, List.of());
        }

        /** With what is missing elsewhere; a segment that both miss is read once. */
        Missing and(Missing other) {
            return new Missing(
                    segments + other.segments,
                    List.copyOf(Stream.concat(tasks.stream(), other.tasks.stream())
                            .collect(Collectors.toMap(
                                    Task::profile, task -> task, (first, same) -> first, LinkedHashMap::new))
                            .values()));
        }
    }

    /** What became of one segment. */
    sealed interface Counted {
        /** It was read, so many rows. */
        record Read(long rows) implements Counted {}

        /** It had a profile. */
        record Found() implements Counted {}
    }
}
