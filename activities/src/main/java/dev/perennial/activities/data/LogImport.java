package dev.perennial.activities.data;

import dev.perennial.activities.data.ImportOutcome.UnfitRow;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings predictions that were made elsewhere, and their labels, into a model's log: files of rows with ids of their own
 * and event times become one object an hour beside those of gateways. A row is known by its id and time, so that what is
 * there already is left out, and the same file adds nothing twice, also after an import that was cut off. Rows that do not
 * fit are left out and named; a file that cannot be read, or lacks a column, is refused as a whole. Memory is bounded, and
 * what does not fit goes to the temporary directory.
 */
public final class LogImport {
    /* What a label says, as one text: NULLs are equal. */
    private static final String SAID =
            "(_prediction_id || '/' || coalesce(CAST(_label AS VARCHAR), '') || '/' || coalesce(_class, ''))";
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int MOST_REASONS = 1000;

    private final ObjectStore store;
    private final Spool spool;
    private final DuckDbSettings bounds;
    private final InstantSource clock;

    /** An import into this store. */
    public LogImport(ObjectStore store, Spool spool, DuckDbSettings bounds, InstantSource clock) {
        this.store = store;
        this.spool = spool;
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Imports predictions.
     *
     * @throws InvalidTableException if the file cannot be read or lacks a column
     */
    public ImportOutcome predictions(ModelSpec spec, Path file, ImportColumns columns) {
        FeatureSchema schema = FeatureSchemas.of(spec);
        List<String> needed = new ArrayList<>(List.of(columns.id(), columns.time()));
        needed.addAll(ImportedAnswers.needed(spec.outputs(), columns));
        schema.features().stream()
                .filter(feature -> feature.presence() == Presence.REQUIRED)
                .forEach(feature -> needed.add(feature.name()));
        try (Run run = new Run(spec.name(), "predictions")) {
            String source = TableFiles.texts(file);
            ImportSql sql = new ImportSql(spec, schema, run.columns(file, source, needed), columns);
            List<String> answers = ImportedAnswers.logged(spec.outputs());
            String names = Stream.concat(
                            answers.stream().skip(1), schema.features().stream().map(Feature::name))
                    .map(name -> ", " + Sql.name(name))
                    .collect(Collectors.joining());
            run.load(file, sql.predictions(source), "_prediction_id");
            run.write(
                    "_prediction_id NOT IN (SELECT _prediction_id FROM (%s))",
                    "_prediction_id, make_timestamptz(_ms * 1000) AS _event_time, " + run.received()
                            + " AS _received_at, 0::INTEGER AS _version, 'external' AS _arm, _entity, _score,"
                            + " NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score, _latency_us,"
                            + " NULL::VARCHAR AS _error, _own_id, _made_by" + names);
            return run.outcome(Optional.empty());
        }
    }

    /**
     * Imports labels of predictions that were imported, or told to a gateway, under ids of their own.
     *
     * @throws InvalidTableException if the file cannot be read or lacks a column
     */
    public ImportOutcome labels(ModelSpec spec, Path file, ImportColumns columns) {
        try (Run run = new Run(spec.name(), "labels")) {
            String source = TableFiles.texts(file);
            Set<String> present = run.columns(file, source, List.of(columns.id(), columns.time(), columns.label()));
            ImportSql sql = new ImportSql(spec, FeatureSchemas.of(spec), present, columns);
            run.load(file, sql.labels(source), "_prediction_id, _label, _class, _revision, _labelled_at, _source");
            run.write(
                    // With an order of its own a label is known if it was ever said; without, if it stands.
                    "CASE WHEN _revision IS NULL AND _labelled_at IS NULL THEN " + SAID + " NOT IN (SELECT " + SAID
                            + " FROM (SELECT * FROM (%1$s) QUALIFY " + JoinSql.STANDING + ")) ELSE " + SAID
                            + " || '/' || coalesce(_revision, 0) NOT IN (SELECT " + SAID
                            + " || '/' || coalesce(_revision, 0) FROM (%1$s)) END",
                    "_prediction_id, make_timestamptz(_ms * 1000) AS _event_time, _label, coalesce(_labelled_at, "
                            + run.received() + ") AS _labelled_at, " + run.received()
                            + " AS _received_at, _source, 'label' AS _kind, _class, _revision");
            return run.outcome(Optional.of(run.unmatched()));
        }
    }

    /** One file on its way. */
    private final class Run implements AutoCloseable {
        private final ModelName model;
        private final String folder;
        private final DuckDb duckDb = DuckDb.ordered(bounds);
        private final long receivedMicros = EpochMicros.of(clock.instant());
        private long rows;
        private long repeated;
        private long unfit;
        private long fresh;
        private long added;
        private int files;
        private List<UnfitRow> reasons = List.of();
        private Optional<TimeWindow> span = Optional.empty();

        private Run(ModelName model, String folder) {
            this.model = model;
            this.folder = folder;
        }

        private String received() {
            return "make_timestamptz(" + receivedMicros + ")";
        }

        private Set<String> columns(Path file, String source, List<String> needed) {
            Set<String> present;
            try {
                present = duckDb.query("read " + file, "DESCRIBE SELECT * FROM " + source, result -> {
                    Set<String> names = new HashSet<>();
                    while (result.next()) {
                        names.add(result.getString(1).toLowerCase(Locale.ROOT));
                    }
                    return names;
                });
            } catch (QueryFailedException e) {
                throw new InvalidTableException(String.valueOf(e.getMessage()));
            }
            List<String> missing = needed.stream()
                    .filter(name -> !present.contains(name.toLowerCase(Locale.ROOT)))
                    .toList();
            if (!missing.isEmpty()) {
                throw new InvalidTableException("Invalid file " + file + ": columns " + missing
                        + " are missing, it has " + new TreeSet<>(present)
                        + "; name others by --id, --time, --score and --label");
            }
            return present;
        }

        private void load(Path file, String judged, String identity) {
            try {
                duckDb.execute("read " + file, "CREATE TABLE judged AS " + judged);
            } catch (QueryFailedException e) {
                throw new InvalidTableException(String.valueOf(e.getMessage()));
            }
            rows = number("SELECT count(*) FROM judged");
            unfit = number("SELECT count(_reason) FROM judged");
            reasons = duckDb.query(
                    "list rows",
                    "SELECT _row, _reason FROM judged WHERE _reason IS NOT NULL ORDER BY _row LIMIT " + MOST_REASONS,
                    result -> {
                        List<UnfitRow> found = new ArrayList<>();
                        while (result.next()) {
                            found.add(new UnfitRow(result.getLong(1), result.getString(2)));
                        }
                        return found;
                    });
            duckDb.execute(
                    "name rows",
                    "CREATE TABLE fresh AS SELECT * EXCLUDE (_reason) FROM (SELECT *, " + ImportSql.logId(model)
                            + " AS _prediction_id FROM judged WHERE _reason IS NULL) QUALIFY row_number() OVER"
                            + " (PARTITION BY " + identity + " ORDER BY _row) = 1 ORDER BY _ms, _row");
            duckDb.execute("drop rows", "DROP TABLE judged");
            fresh = number("SELECT count(*) FROM fresh");
            repeated = rows - unfit - fresh;
        }

        private long number(String sql) {
            return duckDb.query("count rows", sql, result -> {
                result.next();
                return result.getLong(1);
            });
        }

        /* Hours ascend, as a gateway's do: everything before the newest hour that the log has is there. */
        private void write(String unknown, String select) {
            Map<LocalDate, List<Long>> days = duckDb.query(
                    "list hours", "SELECT DISTINCT _ms // " + HOUR_MILLIS + " FROM fresh ORDER BY 1", result -> {
                        Map<LocalDate, List<Long>> found = new TreeMap<>();
                        while (result.next()) {
                            long hour = result.getLong(1);
                            found.computeIfAbsent(day(hour), date -> new ArrayList<>())
                                    .add(hour);
                        }
                        return found;
                    });
            days.forEach((day, hours) -> {
                leaveOutKnown(day, unknown);
                hours.forEach(hour -> write(hour, select));
            });
            if (added > 0) {
                long first = number("SELECT min(_ms) FROM fresh");
                long last = number("SELECT max(_ms) FROM fresh");
                span = Optional.of(new TimeWindow(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last + 1)));
            }
            spool.trim();
        }

        private void leaveOutKnown(LocalDate day, String unknown) {
            Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            new LogListing(store, spool)
                    .reading(model, Optional.of(TimeWindow.startingAt(start, Duration.ofDays(1))), logged -> {
                        List<String> keys = logged.stream()
                                .flatMap(
                                        hour -> (folder.equals("labels") ? hour.labels() : hour.predictions()).stream())
                                .toList();
                        if (!keys.isEmpty()) {
                            List<Path> copies = spool.fetch(keys);
                            String present =
                                    folder.equals("labels") ? JoinSql.labels(copies) : JoinSql.predictions(copies);
                            duckDb.execute(
                                    "leave out known rows",
                                    "DELETE FROM fresh WHERE " + ofDay(day) + " AND NOT (" + unknown.formatted(present)
                                            + ")");
                        }
                        return keys.size();
                    });
        }

        private static LocalDate day(long hour) {
            return Instant.ofEpochMilli(hour * HOUR_MILLIS)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate();
        }

        private static String ofDay(LocalDate day) {
            long from = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            return "_ms >= " + from + " AND _ms < " + (from + 24 * HOUR_MILLIS);
        }

        private void write(long hour, String select) {
            String rows = "FROM fresh WHERE _ms >= " + hour * HOUR_MILLIS + " AND _ms < " + (hour + 1) * HOUR_MILLIS;
            long count = number("SELECT count(*) " + rows);
            if (count == 0) {
                return;
            }
            String key = folder + "/model=" + model + "/" + LogLayout.day(day(hour)) + "hour="
                    + String.format(Locale.ROOT, "%02d", Math.floorMod(hour, 24L)) + "/import-" + name(rows)
                    + "-00000001.parquet";
            try (Scratch scratch = spool.scratch(".parquet")) {
                new ParquetWriting(duckDb)
                        .write("SELECT " + select + " " + rows + " ORDER BY _ms, _prediction_id", scratch.file());
                if (store.create(key, scratch.file()) == CreateOutcome.CONFLICT) {
                    // Another import of the same rows was quicker.
                    return;
                }
            }
            added += count;
            files++;
        }

        /*
         * Two imports of the same predictions at a time have one name for them, and the store takes one. A label may be
         * said again after another was, so its time is part of the name.
         */
        private String name(String rows) {
            boolean labels = folder.equals("labels");
            String what = labels ? SAID + " || '/' || coalesce(_revision, 0)" : "_prediction_id";
            String sum = duckDb.query(
                    "name an hour",
                    "SELECT sha256(string_agg(" + what + ", ' ' ORDER BY " + what + ")) " + rows,
                    result -> {
                        result.next();
                        return result.getString(1);
                    });
            return Digest.of(labels ? sum + " " + receivedMicros : sum).hex().substring(0, 12);
        }

        private long unmatched() {
            return span.map(window -> {
                        return new LogListing(store, spool).reading(model, Optional.of(window), logged -> {
                            List<Path> copies = spool.fetch(logged.stream()
                                    .flatMap(hour -> hour.predictions().stream())
                                    .toList());
                            return number("SELECT count(DISTINCT _prediction_id) FROM fresh WHERE _prediction_id NOT IN"
                                    + " (SELECT _prediction_id FROM (" + JoinSql.predictions(copies) + "))");
                        });
                    })
                    .orElse(0L);
        }

        private ImportOutcome outcome(Optional<Long> unmatched) {
            return new ImportOutcome(
                    rows,
                    added,
                    fresh - added,
                    repeated,
                    unfit,
                    reasons,
                    unmatched,
                    files,
                    span.map(TimeWindow::from),
                    span.map(window -> window.to().minusMillis(1)));
        }

        @Override
        public void close() {
            duckDb.close();
        }
    }
}
