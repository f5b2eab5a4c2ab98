package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Joins hours of a log into local files; the identity of a join is that of the files it is made of. */
final class HourJoin {
    /* Part of every stored join's identity: a change of what a join holds must change it. */
    private static final String FORMAT = "joined-4";
    /* Below this, looking for repeated rows costs more than to reckon with them. */
    private static final long SMALL_BYTES = 200_000;

    private final Spool spool;
    private final DuckDb duckDb;

    HourJoin(Spool spool, DuckDb duckDb) {
        this.spool = spool;
        this.duckDb = duckDb;
    }

    /** The identity of an hour's join: another file in the hour makes it another. */
    static Digest identity(LoggedHour hour) {
        return Digest.of(FORMAT + '\n' + String.join("\n", hour.predictions()) + "\n\n"
                + String.join("\n", hour.labels()) + '\n');
    }

    /** Writes the join of the hours' local files to {@code target}. */
    void write(String what, List<Path> predictions, List<Path> labels, Path target) {
        String logged = JoinSql.predictions(predictions);
        String known = JoinSql.labels(labels);
        boolean unique = bytes(predictions) > SMALL_BYTES && isUnique(logged) && isUnique(known);
        duckDb.execute(
                "join the log of " + what,
                "COPY (" + (unique ? JoinSql.joinedOfUnique(logged, known) : JoinSql.joinedExactly(logged, known))
                        + ") TO " + Sql.text(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    }

    /** Fetches an hour's files. */
    Inputs fetch(List<LoggedHour> hours) {
        return new Inputs(
                spool.fetch(hours.stream()
                        .flatMap(hour -> hour.predictions().stream())
                        .toList()),
                spool.fetch(
                        hours.stream().flatMap(hour -> hour.labels().stream()).toList()));
    }

    private boolean isUnique(String relation) {
        return duckDb.query("look for repeated rows", JoinSql.unique(relation), rows -> {
            rows.next();
            return rows.getBoolean(1);
        });
    }

    private static long bytes(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look at " + file, e);
            }
        }
        return bytes;
    }

    /** Local copies of hours' files. */
    record Inputs(List<Path> predictions, List<Path> labels) {}
}
