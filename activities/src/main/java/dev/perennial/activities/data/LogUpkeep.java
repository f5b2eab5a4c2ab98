package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The upkeep of a model's log: many small files of an hour become one, what is too old goes, and so does what a person
 * has asked to have removed. Readers meet every row that stands exactly once at any time. Every step may be repeated, by
 * any worker. Safe for use by several threads.
 */
public final class LogUpkeep {
    private static final Duration HOUR = Duration.ofHours(1);
    /*
     * The watermark rests on the names of the files that gateways wrote in the last 24 hours of event time, and so does
     * the notice of silence: those are left as they are.
     */
    private static final Duration LEFT_ALONE = Duration.ofHours(26);

    private final ObjectStore store;
    private final Spool spool;
    private final DuckDb duckDb;
    private final LogListing listing;
    private final HourEditions editions;

    /** Upkeep of the logs in this store; {@code clock} tells how long ago something was replaced. */
    public LogUpkeep(ObjectStore store, Spool spool, DuckDb duckDb, InstantSource clock) {
        this.store = store;
        this.spool = spool;
        this.duckDb = duckDb;
        this.listing = new LogListing(store, spool);
        this.editions = new HourEditions(store, spool, duckDb, clock);
    }

    /** The hours with several files, or with files that are replaced and may go, oldest first. */
    public List<Instant> due(ModelName model) {
        List<HourFiles> files = files(model, hour -> true);
        Instant until = newest(files).minus(LEFT_ALONE);
        TreeSet<Instant> due = new TreeSet<>();
        for (HourFiles hour : files) {
            if (hour.hour().isBefore(until)
                    && (hour.standing().size() > 1 || !hour.dead().isEmpty())) {
                due.add(hour.hour());
            }
        }
        return List.copyOf(due);
    }

    /** Makes one file of each part of an hour's log, and removes what was replaced {@code grace} ago. */
    public Tidied compact(ModelName model, Instant hour, Duration grace) {
        int replaced = 0;
        long rows = 0;
        int removed = 0;
        for (HourFiles files : files(model, hour)) {
            int standing = files.standing().size();
            if (standing > 1) {
                Optional<Edition> edition = editions.replace(files, "compacted", Optional.empty());
                replaced += edition.isPresent() ? standing : 0;
                rows += edition.map(Edition::rows).orElse(0L);
            } else {
                removed += editions.sweep(files, grace);
            }
        }
        return new Tidied(replaced, rows, removed);
    }

    /** The hours that end at or before {@code until} and have files, oldest first. */
    public List<Instant> before(ModelName model, Instant until) {
        TreeSet<Instant> hours = new TreeSet<>();
        for (HourFiles files : files(model, hour -> !hour.plus(HOUR).isAfter(until))) {
            hours.add(files.hour());
        }
        return List.copyOf(hours);
    }

    /** The newest hour that has predictions; empty while nothing is logged. */
    public Optional<Instant> newest(ModelName model) {
        List<HourFiles> files = files(model, hour -> true);
        return files.isEmpty() ? Optional.empty() : Optional.of(newest(files));
    }

    private static Instant newest(List<HourFiles> files) {
        return files.stream()
                .filter(hour -> hour.kind() == LogKind.PREDICTIONS)
                .map(HourFiles::hour)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Lets nothing of the hour stand, predictions first, and removes what was replaced {@code grace} ago. */
    public Tidied expire(ModelName model, Instant hour, Duration grace) {
        int replaced = 0;
        long rows = 0;
        int removed = 0;
        for (HourFiles files : files(model, hour)) {
            if (files.standing().isEmpty()) {
                removed += editions.sweep(files, grace);
                continue;
            }
            long gone = editions.rows(files);
            if (editions.clear(files).isPresent()) {
                replaced += files.standing().size();
                rows += files.kind() == LogKind.PREDICTIONS ? gone : 0;
            }
        }
        dropDerived(model, hour);
        return new Tidied(replaced, rows, removed);
    }

    /** The hours of the window that have files, oldest first. */
    public List<Instant> within(ModelName model, TimeWindow window) {
        TreeSet<Instant> hours = new TreeSet<>();
        files(model, hour -> !hour.isBefore(window.from()) && hour.isBefore(window.to()))
                .forEach(files -> hours.add(files.hour()));
        return List.copyOf(hours);
    }

    /** The ids of an entity's predictions in one hour, sorted. */
    public List<String> idsOf(ModelName model, Instant hour, String entity) {
        return predictions(model, hour)
                .map(files -> ids(files, "_entity = " + Sql.text(entity)))
                .orElse(List.of());
    }

    /**
     * Removes predictions of one hour by their ids, and what was said about them; how many files no longer stand. The
     * predictions go last, so that an attempt that was interrupted is seen by the next.
     *
     * @param erasure a name of the erasure: part of the new files' identity
     */
    public int erase(ModelName model, Instant hour, List<String> ids, String erasure) {
        String wanted = "[" + String.join(", ", ids.stream().map(Sql::text).toList()) + "]::VARCHAR[]";
        boolean left = predictions(model, hour)
                .filter(files -> !ids(files, "list_contains(" + wanted + ", _prediction_id)")
                        .isEmpty())
                .isPresent();
        if (!left) {
            return 0;
        }
        int replaced = 0;
        List<HourFiles> parts = new ArrayList<>(files(model, hour));
        parts.sort(Comparator.comparing(files -> files.kind() == LogKind.PREDICTIONS));
        for (HourFiles files : parts) {
            int standing = files.standing().size();
            if (standing > 0) {
                if (editions.replace(files, erasure, Optional.of("SELECT unnest(" + wanted + ")"))
                        .isEmpty()) {
                    throw new VanishedFileException(
                            "Cannot erase from the hour " + hour + " of " + model + ": another edition came first");
                }
                replaced += standing;
            }
        }
        dropDerived(model, hour);
        return replaced;
    }

    /** Removes what was replaced in the hour {@code grace} ago or earlier. */
    public int sweep(ModelName model, Instant hour, Duration grace) {
        return files(model, hour).stream()
                .mapToInt(files -> editions.sweep(files, grace))
                .sum();
    }

    private List<HourFiles> files(ModelName model, Predicate<Instant> hours) {
        return listing.files(model, List.of(LogKind.values()), day -> true, hours);
    }

    private List<HourFiles> files(ModelName model, Instant hour) {
        return listing.files(model, List.of(LogKind.values()), LogLayout.dayOf(hour)::equals, hour::equals);
    }

    private Optional<HourFiles> predictions(ModelName model, Instant hour) {
        return files(model, hour).stream()
                .filter(files -> files.kind() == LogKind.PREDICTIONS)
                .filter(files -> !files.standing().isEmpty())
                .findFirst();
    }

    private List<String> ids(HourFiles predictions, String condition) {
        return duckDb.query(
                "find predictions by entity or id",
                "SELECT DISTINCT _prediction_id FROM (" + JoinSql.predictions(spool.fetch(predictions.standing()))
                        + ") WHERE " + condition + " ORDER BY 1",
                rows -> {
                    List<String> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                    return ids;
                });
    }

    /** How many of the ids a Parquet file of training rows has. */
    public long rowsAmong(Path extract, List<String> ids) {
        Set<String> wanted = new HashSet<>(ids);
        return duckDb.query("look for rows in an extract", "SELECT _id FROM " + Sql.parquet(List.of(extract)), rows -> {
            long found = 0;
            while (rows.next()) {
                found += wanted.contains(rows.getString(1)) ? 1 : 0;
            }
            return found;
        });
    }

    /* Joins and profiles of the hour are made anew from what stands; those of days and windows that had it, too. */
    private void dropDerived(ModelName model, Instant hour) {
        String day = LogLayout.day(LogLayout.dayOf(hour));
        List<String> gone = new ArrayList<>(StoreListing.all(store, LogLayout.joined(model) + day));
        String ofDay = "/" + day.substring(0, day.length() - 1);
        StoreListing.all(store, "profiles/model=" + model + "/").stream()
                .filter(key -> key.contains("/" + LogLayout.hour(hour)) || key.contains("/days" + ofDay + "-"))
                .forEach(gone::add);
        gone.forEach(store::delete);
        spool.forget(gone);
    }

    /**
     * What became of an hour.
     *
     * @param replaced how many files no longer stand
     * @param rows how many rows the new files have, or how many predictions went with an hour that expired
     * @param removed how many objects were deleted
     */
    public record Tidied(int replaced, long rows, int removed) {}
}
