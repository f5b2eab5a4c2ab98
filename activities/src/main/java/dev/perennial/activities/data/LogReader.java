package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.scoring.FeatureSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Reads a window of a model's log: predictions with their labels, each exactly once, the newest label winning. The join of
 * a day whose labels are mature is stored create-only under the digest of the keys it was made of, so that a long window
 * reads one file a day; a segment that comes later changes that digest, and the day is joined anew. Safe for use by
 * several threads.
 */
public final class LogReader {
    /* Part of every stored join's identity: a change of what a join holds must change it. */
    private static final String JOIN_FORMAT = "joined-1";

    private final ObjectStore store;
    private final Spool spool;
    private final DuckDb duckDb;

    /** A reader that spools through {@code spool} and asks {@code duckDb}. */
    public LogReader(ObjectStore store, Spool spool, DuckDb duckDb) {
        this.store = store;
        this.spool = spool;
        this.duckDb = duckDb;
    }

    /** The window's rows; none where nothing is logged. */
    public LoggedRows read(LogQuery query) {
        TimeWindow window = query.window();
        String sql = LogColumns.select(
                query.schema(), relation(query), EpochMicros.of(window.from()), EpochMicros.of(window.to()));
        LoggedRows rows = duckDb.query(
                "read the log of " + query.model() + " in " + window,
                sql,
                result -> LogColumns.read(query.schema(), result));
        spool.trim();
        return rows;
    }

    /** The joined rows of the window's days as a SQL relation over local files; event times are not yet cut. */
    String relation(LogQuery query) {
        FeatureSchema schema = query.schema();
        List<DayInputs> days = inputs(query.model(), query.window());
        Set<String> known = new HashSet<>();
        if (query.matureBefore().isPresent()) {
            known.addAll(StoreListing.all(store, LogLayout.joined(query.model())));
        }
        List<String> stored = new ArrayList<>();
        List<DayInputs> fresh = new ArrayList<>();
        for (DayInputs day : days) {
            boolean mature =
                    query.matureBefore().stream().anyMatch(instant -> !day.end().isAfter(instant));
            if (!mature) {
                fresh.add(day);
            } else {
                if (!known.contains(day.joinedKey())) {
                    join(day);
                }
                stored.add(day.joinedKey());
            }
        }
        StringBuilder relation = new StringBuilder(LogColumns.template(schema));
        if (!stored.isEmpty()) {
            relation.append(" UNION ALL BY NAME ").append(LogColumns.stored(spool.fetch(stored)));
        }
        if (!fresh.isEmpty()) {
            List<String> predictions =
                    fresh.stream().flatMap(day -> day.predictions().stream()).toList();
            List<String> labels =
                    fresh.stream().flatMap(day -> day.labels().stream()).toList();
            relation.append(" UNION ALL BY NAME (")
                    .append(JoinSql.joined(
                            JoinSql.predictions(spool.fetch(predictions)), JoinSql.labels(spool.fetch(labels))))
                    .append(')');
        }
        return relation.toString();
    }

    private void join(DayInputs day) {
        String relation = JoinSql.joined(
                JoinSql.predictions(spool.fetch(day.predictions())), JoinSql.labels(spool.fetch(day.labels())));
        try (Scratch scratch = spool.scratch(".parquet")) {
            duckDb.execute(
                    "join the log of " + day.model() + " on " + day.day(),
                    "COPY (" + relation + " ORDER BY _event_time, _prediction_id) TO "
                            + Sql.text(scratch.file().toString()) + " (FORMAT parquet, COMPRESSION zstd)");
            spool.publish(day.joinedKey(), scratch.file());
        }
    }

    private List<DayInputs> inputs(ModelName model, TimeWindow window) {
        List<Callable<DayInputs>> listings = new ArrayList<>();
        LocalDate last = day(window.to().minus(1, ChronoUnit.MICROS));
        for (LocalDate next = day(window.from()); !next.isAfter(last); next = next.plusDays(1)) {
            LocalDate day = next;
            listings.add(() -> new DayInputs(
                    model,
                    day,
                    StoreListing.all(store, LogLayout.predictions(model) + LogLayout.day(day)),
                    StoreListing.all(store, LogLayout.labels(model) + LogLayout.day(day))));
        }
        return spool.inParallel(listings).stream()
                .filter(day -> !day.predictions().isEmpty())
                .toList();
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The segments of one day, sorted. */
    private record DayInputs(ModelName model, LocalDate day, List<String> predictions, List<String> labels) {
        Instant end() {
            return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        String joinedKey() {
            String inputs =
                    JOIN_FORMAT + '\n' + String.join("\n", predictions) + "\n\n" + String.join("\n", labels) + '\n';
            return LogLayout.joined(model) + LogLayout.day(day) + Digest.of(inputs) + ".parquet";
        }
    }
}
