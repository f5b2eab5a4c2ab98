package dev.perennial.activities.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Replaces the files of an hour by an edition, and removes what was replaced some time later. The edition's object is the
 * one moment of change: created only if it is absent, it makes the new file stand and the old ones not, for every reader
 * that lists after it. Two that replace at once make one edition; the other's file is dead. Safe for use by several
 * threads, workers and attempts at once.
 */
final class HourEditions {
    private final ObjectStore store;
    private final Spool spool;
    private final DuckDb duckDb;
    private final InstantSource clock;
    private final ObjectMapper json = RegistryJson.mapper();

    HourEditions(ObjectStore store, Spool spool, DuckDb duckDb, InstantSource clock) {
        this.store = store;
        this.spool = spool;
        this.duckDb = duckDb;
        this.clock = clock;
    }

    /**
     * Replaces all standing files of the hour by the rows that stand, less those whose id the query {@code without} has.
     *
     * @param reason part of the new file's identity: the same files for another reason make another file
     * @return the new edition; empty if somebody else's took the place, of which a new listing tells
     */
    Optional<Edition> replace(HourFiles hour, String reason, Optional<String> without) {
        List<String> standing = hour.standing();
        List<Path> files = spool.fetch(standing);
        String rows = hour.kind() == LogKind.PREDICTIONS
                ? JoinSql.onceExactly(JoinSql.predictions(files))
                : "SELECT DISTINCT * FROM " + Sql.parquet(files);
        String kept = without.map(ids -> "SELECT * FROM (" + rows + ") WHERE _prediction_id NOT IN (" + ids + ")")
                .orElse(rows);
        int number = hour.newest().map(Edition::number).orElse(0) + 1;
        String identity = Digest.of(reason + '\n' + String.join("\n", standing)).hex();
        String key = LogLayout.editionFile(hour.kind(), hour.model(), hour.hour(), number, identity.substring(0, 16));
        try (Scratch scratch = spool.scratch(".parquet")) {
            duckDb.execute(
                    "write edition " + number + " of " + hour.hour(),
                    "COPY (" + kept + " ORDER BY _event_time, _prediction_id) TO "
                            + Sql.text(scratch.file().toString()) + " (FORMAT parquet, COMPRESSION zstd)");
            long count = count(Sql.parquet(List.of(scratch.file())));
            if (without.isEmpty()) {
                requireAll(hour, files, scratch.file());
            }
            if (count > 0) {
                spool.publish(key, scratch.file());
            }
            return commit(hour, number, count > 0 ? Optional.of(key) : Optional.empty(), count);
        }
    }

    /** Lets nothing of the hour stand; what was there goes with the next {@link #sweep}. */
    Optional<Edition> clear(HourFiles hour) {
        int number = hour.newest().map(Edition::number).orElse(0) + 1;
        return commit(hour, number, Optional.empty(), 0);
    }

    /** Removes the hour's dead files if its edition is older than {@code grace}; how many. */
    int sweep(HourFiles hour, Duration grace) {
        Instant replaced = hour.newest().map(Edition::createdAt).orElse(Instant.MAX);
        if (replaced.isAfter(clock.instant().minus(grace))) {
            return 0;
        }
        List<String> dead = hour.dead();
        dead.forEach(store::delete);
        spool.forget(dead);
        return dead.size();
    }

    /** How many rows the standing files of the hour have. */
    long rows(HourFiles hour) {
        List<Path> files = spool.fetch(hour.standing());
        return files.isEmpty() ? 0 : count(Sql.parquet(files));
    }

    private Optional<Edition> commit(HourFiles hour, int number, Optional<String> file, long rows) {
        SortedSet<String> covers =
                new TreeSet<>(hour.newest().map(Edition::covers).orElse(List.of()));
        hour.raw().forEach(key -> covers.add(LogLayout.name(key)));
        Edition edition = new Edition(number, file, List.copyOf(covers), rows, clock.instant());
        try {
            CreateOutcome outcome = store.create(
                    LogLayout.edition(hour.kind(), hour.model(), hour.hour(), number), json.writeValueAsBytes(edition));
            return outcome == CreateOutcome.CONFLICT ? Optional.empty() : Optional.of(edition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write edition " + number + " of " + hour.hour(), e);
        }
    }

    /* A row that a defect lost would be gone for good once the files are removed. */
    private void requireAll(HourFiles hour, List<Path> files, Path written) {
        long before = distinct(Sql.parquet(files));
        long after = distinct(Sql.parquet(List.of(written)));
        if (before != after) {
            throw new IllegalStateException("Cannot replace the " + hour.kind().folder() + " of " + hour.model()
                    + " in the hour " + hour.hour() + ": " + before + " ids became " + after);
        }
    }

    private long distinct(String files) {
        return number("SELECT count(DISTINCT _prediction_id) FROM " + files);
    }

    private long count(String files) {
        return number("SELECT count(*) FROM " + files);
    }

    private long number(String sql) {
        return duckDb.query("count rows", sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }
}
