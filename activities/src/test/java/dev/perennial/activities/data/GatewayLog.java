package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes a model's log into a store as one gateway does: a file an hour, labels before predictions; {@code 7@ada} is an id of ada's. */
public final class GatewayLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'dt='yyyy-MM-dd'/hour='HH").withZone(ZoneOffset.UTC);
    private static final String PREDICTIONS = "_prediction_id VARCHAR, _event_us BIGINT, _received_us BIGINT,"
            + " _version INTEGER, _arm VARCHAR, _entity VARCHAR, _score DOUBLE, _paired_version INTEGER,"
            + " _paired_score DOUBLE, _latency_us INTEGER, _error VARCHAR";
    private static final String LABELS = "_prediction_id VARCHAR, _event_us BIGINT, _label DOUBLE, _labelled_us BIGINT,"
            + " _received_us BIGINT, _source VARCHAR";

    private final ObjectStore store;
    private final ModelName model;
    private final String instance;
    private final Path scratch;
    private final DuckDb duckDb;
    private int sequence;

    public GatewayLog(ObjectStore store, ModelName model, String instance, Path scratch, DuckDb duckDb) {
        this.store = store;
        this.model = model;
        this.instance = instance;
        this.scratch = scratch;
        this.duckDb = duckDb;
    }

    public void write(List<LoggedPrediction> predictions) {
        byHour(predictions).forEach((hour, rows) -> {
            writeLabels(hour, rows);
            writePredictions(hour, rows);
        });
    }

    public void writeLabels(List<LoggedPrediction> predictions) {
        byHour(predictions).forEach(this::writeLabels);
    }

    private static Map<Instant, List<LoggedPrediction>> byHour(List<LoggedPrediction> predictions) {
        return predictions.stream()
                .collect(Collectors.groupingBy(
                        row -> row.eventTime().truncatedTo(ChronoUnit.HOURS), TreeMap::new, Collectors.toList()));
    }

    private void writePredictions(Instant hour, List<LoggedPrediction> rows) {
        String features = rows.get(0).features().entrySet().stream()
                .map(feature -> ", " + Sql.name(feature.getKey())
                        + (feature.getValue() instanceof String ? " VARCHAR" : " DOUBLE"))
                .collect(Collectors.joining());
        copy("predictions", hour, PREDICTIONS + features, appender -> {
            for (LoggedPrediction row : rows) {
                appender.beginRow();
                appender.append(row.id());
                appender.append(EpochMicros.of(row.eventTime()));
                appender.append(EpochMicros.of(row.eventTime()) + 1);
                appender.append(row.version());
                appender.append(row.arm());
                appendEntity(appender, row.id());
                appendOrNull(appender, row.score().orElse(Double.NaN));
                if (row.pairedVersion().isPresent()) {
                    appender.append(row.pairedVersion().get().intValue());
                } else {
                    appender.appendNull();
                }
                appendOrNull(appender, row.pairedScore().orElse(Double.NaN));
                appender.append(1500);
                if (row.error().isPresent()) {
                    appender.append(row.error().get());
                } else {
                    appender.appendNull();
                }
                for (Object value : row.features().values()) {
                    if (value instanceof Double number) {
                        appendOrNull(appender, number);
                    } else {
                        appender.append((String) value);
                    }
                }
                appender.endRow();
            }
        });
    }

    private void writeLabels(Instant hour, List<LoggedPrediction> rows) {
        List<LoggedPrediction> labelled =
                rows.stream().filter(row -> row.label().isPresent()).toList();
        if (labelled.isEmpty()) {
            return;
        }
        copy("labels", hour, LABELS, appender -> {
            for (LoggedPrediction row : labelled) {
                appender.beginRow();
                appender.append(row.id());
                appender.append(EpochMicros.of(row.eventTime()));
                appender.append(row.label().orElseThrow().doubleValue());
                appender.append(EpochMicros.of(row.eventTime().plus(row.labelDelay())));
                appender.append(EpochMicros.of(row.eventTime().plus(row.labelDelay())) + 1);
                appender.append("test");
                appender.endRow();
            }
        });
    }

    private static void appendEntity(DuckDBAppender appender, String id) throws SQLException {
        if (id.contains("@")) {
            appender.append(id.substring(id.indexOf('@') + 1));
        } else {
            appender.appendNull();
        }
    }

    private static void appendOrNull(DuckDBAppender appender, double value) throws SQLException {
        if (Double.isNaN(value)) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
    }

    private void copy(String kind, Instant hour, String columns, Appending rows) {
        Path file = scratch.resolve(instance + "-" + sequence + ".parquet");
        duckDb.together("write a test log", connection -> {
            run(connection, "CREATE TEMP TABLE segment (" + columns + ")");
            try (DuckDBAppender appender = connection.createAppender("temp", "main", "segment")) {
                rows.append(appender);
            }
            String times = kind.equals("predictions") ? "" : ", make_timestamptz(_labelled_us) AS _labelled_at";
            run(
                    connection,
                    "COPY (SELECT make_timestamptz(_event_us) AS _event_time, make_timestamptz(_received_us) AS"
                            + " _received_at" + times + ", * EXCLUDE (_event_us, _received_us"
                            + (times.isEmpty() ? "" : ", _labelled_us") + ") FROM segment) TO "
                            + Sql.text(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        });
        String key =
                kind + "/model=" + model + "/" + FOLDER.format(hour) + "/" + instance + "-1-" + sequence++ + ".parquet";
        store.create(key, file);
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot remove " + file, e);
        }
    }

    private static void run(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @FunctionalInterface
    private interface Appending {
        void append(DuckDBAppender appender) throws SQLException;
    }
}
