package dev.perennial.activities.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * The joined log as relations over local files. A day whose labels are mature is joined once and stored create-only, with
 * the identities of its hours beside it; an hour to which something comes later is joined anew and stored by itself, and
 * stands in place of the day's. Hours that are not mature are kept on this machine, under the identity of their files, so
 * that a look joins what is new and nothing else. Safe for use by several threads.
 */
final class JoinedDays {
    private static final long HOUR_MICROS = 3_600_000_000L;

    private final ObjectStore store;
    private final Spool spool;
    private final HourJoin join;
    private final ObjectMapper json = RegistryJson.mapper();

    JoinedDays(ObjectStore store, Spool spool, DuckDb duckDb) {
        this.store = store;
        this.spool = spool;
        this.join = new HourJoin(spool, duckDb);
    }

    /** Relations that together have the joined rows of the hours; days that end at or before the instant are mature. */
    List<String> relations(ModelName model, List<LoggedHour> hours, Optional<Instant> matureBefore) {
        Map<LocalDate, List<LoggedHour>> days = hours.stream()
                .filter(hour -> !hour.predictions().isEmpty())
                .collect(
                        Collectors.groupingBy(hour -> LogLayout.dayOf(hour.hour()), TreeMap::new, Collectors.toList()));
        Set<String> stored =
                matureBefore.isEmpty() ? Set.of() : new HashSet<>(StoreListing.all(store, LogLayout.joined(model)));
        List<String> relations = new ArrayList<>();
        List<String> whole = new ArrayList<>();
        List<LoggedHour> fresh = new ArrayList<>();
        List<LoggedHour> late = new ArrayList<>();
        days.forEach((day, ofDay) -> {
            Day joined = new Day(model, day, ofDay);
            if (matureBefore.filter(until -> !joined.end().isAfter(until)).isEmpty()) {
                fresh.addAll(ofDay);
            } else if (stored.contains(joined.rows())) {
                whole.add(joined.rows());
            } else {
                Base base = base(joined, stored);
                if (2 * base.standing() >= ofDay.size()) {
                    relations.add(LogColumns.stored(spool.fetch(List.of(base.rows()))) + " WHERE NOT list_contains("
                            + base.outdated() + "::BIGINT[], epoch_us(_event_time) // " + HOUR_MICROS + ")");
                    late.addAll(base.missing(ofDay));
                } else {
                    joinDay(joined);
                    whole.add(joined.rows());
                }
            }
        });
        List<String> single = new ArrayList<>(hours(fresh, Set.of(), Kept.HERE));
        single.addAll(hours(late, stored, Kept.IN_THE_STORE));
        single.addAll(whole);
        if (!single.isEmpty()) {
            relations.add(LogColumns.stored(spool.fetch(single)));
        }
        return relations;
    }

    private void joinDay(Day day) {
        HourJoin.Inputs inputs = join.fetch(day.hours());
        try (Scratch scratch = spool.scratch(".parquet")) {
            join.write(day.model() + " on " + day.date(), inputs.predictions(), inputs.labels(), scratch.file());
            store.create(day.contents(), bytes(day.identities()));
            spool.publish(day.rows(), scratch.file());
        }
    }

    /* The keys of the hours' joins, each of which has a local copy when this returns. */
    private List<String> hours(List<LoggedHour> hours, Set<String> stored, Kept kept) {
        List<LoggedHour> absent = hours.stream()
                .filter(hour ->
                        !stored.contains(key(hour)) && spool.copy(key(hour)).isEmpty())
                .toList();
        List<Callable<String>> joins = new ArrayList<>();
        join.fetch(absent);
        for (LoggedHour hour : absent) {
            HourJoin.Inputs inputs = join.fetch(List.of(hour));
            joins.add(() -> {
                try (Scratch scratch = spool.scratch(".parquet")) {
                    join.write(
                            hour.model() + " in the hour " + hour.hour(),
                            inputs.predictions(),
                            inputs.labels(),
                            scratch.file());
                    if (kept == Kept.IN_THE_STORE) {
                        store.create(key(hour), scratch.file());
                    }
                    spool.keep(key(hour), scratch.file());
                }
                return key(hour);
            });
        }
        spool.inParallel(joins);
        return hours.stream().map(JoinedDays::key).toList();
    }

    private Base base(Day day, Set<String> stored) {
        String prefix = day.folder() + "day-";
        Base best = Base.none();
        for (String key : stored) {
            if (key.startsWith(prefix) && key.endsWith(".json")) {
                String rows = key.substring(0, key.length() - ".json".length()) + ".parquet";
                Base base = new Base(rows, identities(key), day.identities());
                if (stored.contains(rows) && base.standing() > best.standing()) {
                    best = base;
                }
            }
        }
        return best;
    }

    private SortedMap<Integer, String> identities(String key) {
        try {
            return json.readValue(spool.fetch(List.of(key)).get(0).toFile(), Contents.class)
                    .hours();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + key, e);
        }
    }

    private byte[] bytes(SortedMap<Integer, String> identities) {
        try {
            return json.writeValueAsBytes(new Contents(identities));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the identities of hours", e);
        }
    }

    private static String key(LoggedHour hour) {
        return LogLayout.joined(hour.model()) + LogLayout.hour(hour.hour()) + HourJoin.identity(hour) + ".parquet";
    }

    private enum Kept {
        HERE,
        IN_THE_STORE
    }

    /** What a stored day holds: the identity of each hour's join, by hour of the day. */
    record Contents(SortedMap<Integer, String> hours) {
        Contents {
            hours = Collections.unmodifiableSortedMap(new TreeMap<>(hours));
        }
    }

    /* A stored day beside what the day is now. */
    private record Base(String rows, SortedMap<Integer, String> had, SortedMap<Integer, String> wanted) {
        static Base none() {
            return new Base("", new TreeMap<>(), new TreeMap<>());
        }

        int standing() {
            return (int) wanted.entrySet().stream()
                    .filter(hour -> hour.getValue().equals(had.get(hour.getKey())))
                    .count();
        }

        /* The hours of the base that no longer stand, as whole hours since 1970. */
        String outdated() {
            return had.entrySet().stream()
                    .filter(hour -> !hour.getValue().equals(wanted.get(hour.getKey())))
                    .map(hour -> hour.getKey().toString())
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        List<LoggedHour> missing(List<LoggedHour> hours) {
            return hours.stream()
                    .filter(hour -> !HourJoin.identity(hour).hex().equals(had.get(number(hour))))
                    .toList();
        }
    }

    private static int number(LoggedHour hour) {
        return (int) (EpochMicros.of(hour.hour()) / HOUR_MICROS);
    }

    /* One day of the log. */
    private record Day(ModelName model, LocalDate date, List<LoggedHour> hours) {
        Instant end() {
            return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        SortedMap<Integer, String> identities() {
            SortedMap<Integer, String> identities = new TreeMap<>();
            hours.forEach(hour -> identities.put(
                    JoinedDays.number(hour), HourJoin.identity(hour).hex()));
            return identities;
        }

        String folder() {
            return LogLayout.joined(model) + LogLayout.day(date);
        }

        private String stem() {
            return folder() + "day-" + Digest.of(identities().toString());
        }

        String rows() {
            return stem() + ".parquet";
        }

        String contents() {
            return stem() + ".json";
        }
    }
}
