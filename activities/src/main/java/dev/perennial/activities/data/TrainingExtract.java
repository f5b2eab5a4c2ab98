package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labelled rows for training and validation: imported tables and the joined log together, ordered by event time and id,
 * as columns or as a Parquet file with the columns {@code _id}, {@code _event_time}, {@code _label} (of several classes
 * {@code _class}) and the features. Safe for use by several threads.
 */
public final class TrainingExtract {
    private static final String EVENT_TIME = "event_time";

    private final Registry registry;
    private final LogReader log;
    private final Spool spool;
    private final DuckDb duckDb;

    /** An extract that finds tables in the registry and predictions in the log. */
    public TrainingExtract(Registry registry, LogReader log, Spool spool, DuckDb duckDb) {
        this.registry = registry;
        this.log = log;
        this.spool = spool;
        this.duckDb = duckDb;
    }

    /** The rows that the query names. */
    public TrainingRows read(TrainingQuery query) {
        FeatureSchema schema = query.schema();
        TimeWindow window = query.window();
        StringBuilder union = new StringBuilder(
                        "SELECT NULL::VARCHAR AS _id, NULL::BIGINT AS _us, NULL::DOUBLE AS _label")
                .append(IntStream.range(0, schema.size())
                        .mapToObj(column -> ", NULL::" + (schema.holdsNumbers(column) ? "DOUBLE" : "VARCHAR") + " AS "
                                + Sql.name(schema.feature(column).name()))
                        .collect(Collectors.joining()))
                .append(" WHERE false");
        for (Digest table : query.tables()) {
            union.append(" UNION ALL BY NAME (").append(tableRows(table, query)).append(')');
        }
        if (query.log() == TrainingQuery.Log.INCLUDED) {
            union.append(" UNION ALL BY NAME (").append(logRows(query, schema)).append(')');
        }
        String sql = "SELECT _id, _us, _label" + LogColumns.featureColumns(schema) + " FROM (" + union
                + ") WHERE _us >= " + EpochMicros.of(window.from()) + " AND _us < " + EpochMicros.of(window.to())
                + " ORDER BY _us, _id";
        TrainingRows rows = duckDb.query(
                "extract the rows of " + query.model() + " in " + window,
                sql,
                result -> columns(schema, query.label().outputs(), result));
        spool.trim();
        return rows;
    }

    /** The event times that an imported table spans: the last one included, to the microsecond. */
    public TimeWindow span(Digest table) {
        Path file = local(table);
        return duckDb.query(
                "read table " + table.abbreviated(),
                "SELECT min(epoch_us(" + EVENT_TIME + ")), max(epoch_us(" + EVENT_TIME + ")) FROM "
                        + Sql.parquet(Set.of(file)),
                result -> {
                    result.next();
                    long first = result.getLong(1);
                    boolean empty = result.wasNull();
                    long last = result.getLong(2);
                    if (empty) {
                        throw new InvalidTableException("Invalid table " + table.abbreviated()
                                + ": it has no row with an " + EVENT_TIME + ", expected at least one");
                    }
                    return new TimeWindow(EpochMicros.instant(first), EpochMicros.instant(last + 1));
                });
    }

    /** Writes the rows as Parquet, in their order. */
    public void write(TrainingRows rows, Path target) {
        TrainingFile.write(duckDb, rows, target);
    }

    /** Reads a file that {@link #write} made of rows for a model that answers with a probability. */
    public TrainingRows read(Path file, FeatureSchema schema) {
        return read(file, schema, Outputs.probability());
    }

    /** Reads a file that {@link #write} made of rows for such a model. */
    public TrainingRows read(Path file, FeatureSchema schema, Outputs outputs) {
        String sql =
                "SELECT _id, epoch_us(_event_time), " + LabelNumber.stored(outputs) + LogColumns.featureColumns(schema)
                        + " FROM " + Sql.parquet(Set.of(file)) + " ORDER BY _event_time, _id";
        return duckDb.query("read extract " + file.getFileName(), sql, result -> columns(schema, outputs, result));
    }

    private String logRows(TrainingQuery query, FeatureSchema schema) {
        Outputs outputs = query.label().outputs();
        LogQuery logQuery = new LogQuery(query.model(), schema, outputs, query.window(), query.matureBefore());
        String mature = query.matureBefore()
                .map(instant -> " AND _us < " + EpochMicros.of(instant))
                .orElse(" AND false");
        // A class that is not declared any more is no part of the question.
        return "SELECT * FROM (SELECT _prediction_id AS _id, epoch_us(_event_time) AS _us, "
                + LabelNumber.stored(outputs) + " AS _label" + names(schema) + " FROM ("
                + log.relation(logQuery) + ")) WHERE _label IS NOT NULL"
                + (outputs instanceof Outputs.ClassProbabilities ? " AND _label >= 0" : "") + mature;
    }

    private String tableRows(Digest table, TrainingQuery query) {
        Path file = local(table);
        LabelSpec label = query.label();
        Set<String> present = requireColumns(table, file, query);
        String number = number(label);
        requireLabels(table, file, label, number);
        String features = query.schema().features().stream()
                .filter(feature -> present.contains(feature.name().toLowerCase(Locale.ROOT)))
                .map(feature -> ", " + typed(feature) + " AS " + Sql.name(feature.name()))
                .collect(Collectors.joining());
        return "SELECT " + Sql.text(table.abbreviated() + ":")
                + " || lpad(CAST(file_row_number AS VARCHAR), 12, '0') AS _id, epoch_us(" + EVENT_TIME
                + ") AS _us, " + number + " AS _label" + features + " FROM read_parquet("
                + Sql.text(file.toString()) + ", file_row_number = true) WHERE " + Sql.name(label.name())
                + " IS NOT NULL AND " + EVENT_TIME + " IS NOT NULL";
    }

    private static String number(LabelSpec label) {
        String text = "CAST(" + Sql.name(label.name()) + " AS VARCHAR)";
        return label.outputs()
                .match(
                        probability -> {
                            String positive = Sql.text(label.yes());
                            return "CASE WHEN " + text + " = " + positive + " OR coalesce(TRY_CAST(" + text
                                    + " AS DOUBLE) = TRY_CAST(" + positive
                                    + " AS DOUBLE), false) THEN 1.0 ELSE 0.0 END";
                        },
                        classes -> LabelNumber.place(text, classes.labels()),
                        value -> "TRY_CAST(" + text + " AS DOUBLE)");
    }

    /* What is neither a declared class nor a number would be a row that nobody misses. */
    private void requireLabels(Digest table, Path file, LabelSpec label, String number) {
        if (label.outputs() instanceof Outputs.Probability) {
            return;
        }
        long unfit = duckDb.query(
                "check the labels of table " + table.abbreviated(),
                "SELECT count(*) FROM " + Sql.parquet(Set.of(file)) + " WHERE " + Sql.name(label.name())
                        + " IS NOT NULL AND NOT coalesce(isfinite(" + number + "), false)",
                result -> {
                    result.next();
                    return result.getLong(1);
                });
        if (unfit > 0) {
            throw new InvalidTableException("Invalid table " + table.abbreviated() + ": column " + label.name()
                    + " of " + unfit + (unfit == 1 ? " row" : " rows") + " is "
                    + (label.classes().isEmpty()
                            ? "no finite number"
                            : "none of the classes " + String.join(", ", label.classes())));
        }
    }

    private static String typed(Feature feature) {
        return feature.match(
                number -> "TRY_CAST(" + Sql.name(number.name()) + " AS DOUBLE)",
                category -> "CAST(" + Sql.name(category.name()) + " AS VARCHAR)");
    }

    private Set<String> requireColumns(Digest table, Path file, TrainingQuery query) {
        Set<String> present = duckDb.query(
                "read table " + table.abbreviated(), "DESCRIBE SELECT * FROM " + Sql.parquet(Set.of(file)), result -> {
                    Set<String> names = new HashSet<>();
                    while (result.next()) {
                        names.add(result.getString(1).toLowerCase(Locale.ROOT));
                    }
                    return names;
                });
        Set<String> wanted = query.schema().features().stream()
                .filter(feature -> feature.presence() == Presence.REQUIRED)
                .map(Feature::name)
                .collect(Collectors.toSet());
        wanted.add(query.label().name());
        wanted.add(EVENT_TIME);
        wanted.removeIf(name -> present.contains(name.toLowerCase(Locale.ROOT)));
        if (!wanted.isEmpty()) {
            throw new InvalidTableException("Invalid table " + table.abbreviated() + ": columns "
                    + wanted.stream().sorted().toList() + " are missing, it has "
                    + present.stream().sorted().toList());
        }
        return present;
    }

    private Path local(Digest table) {
        Path target = spool.blob(table);
        if (!Files.exists(target) && !registry.blob(table, target)) {
            throw new InvalidTableException("Invalid table " + table.abbreviated() + ": there is no such blob");
        }
        return target;
    }

    private static String names(FeatureSchema schema) {
        return schema.features().stream()
                .map(feature -> ", " + Sql.name(feature.name()))
                .collect(Collectors.joining());
    }

    private static TrainingRows columns(FeatureSchema schema, Outputs outputs, ResultSet result) throws SQLException {
        Growing.Words ids = new Growing.Words();
        Growing.Wholes times = new Growing.Wholes();
        Growing.Numbers labels = new Growing.Numbers();
        LogColumns.FeatureColumns features = new LogColumns.FeatureColumns(schema, 3);
        while (result.next()) {
            ids.add(result, 1);
            times.add(result, 2);
            labels.add(result, 3);
            features.add(result);
        }
        return new TrainingRows(
                LogColumns.present(ids.toArray()), times.toArray(), outputs, labels.toArray(), features.table());
    }
}
