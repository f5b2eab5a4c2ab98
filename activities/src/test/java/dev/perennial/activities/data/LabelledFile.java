package dev.perennial.activities.data;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** Writes predictions with their labels as the kind of table that people import. */
public final class LabelledFile {
    private LabelledFile() {}

    /** A Parquet file with the features, the label as an integer and {@code event_time}. */
    public static void write(DuckDb duckDb, List<LoggedPrediction> rows, String label, Path target) {
        String features = rows.get(0).features().entrySet().stream()
                .map(feature -> ", " + Sql.name(feature.getKey())
                        + (feature.getValue() instanceof String ? " VARCHAR" : " DOUBLE"))
                .collect(Collectors.joining());
        duckDb.together("write a test table", connection -> {
            try (Statement create = connection.createStatement()) {
                create.execute(
                        "CREATE TEMP TABLE imported (us BIGINT, " + Sql.name(label) + " INTEGER" + features + ")");
            }
            try (DuckDBAppender appender = connection.createAppender("temp", "main", "imported")) {
                for (LoggedPrediction row : rows) {
                    appender.beginRow();
                    appender.append(EpochMicros.of(row.eventTime()));
                    appender.append(row.label().orElseThrow().intValue());
                    for (Object value : row.features().values()) {
                        if (value instanceof Double number) {
                            appender.append(number.doubleValue());
                        } else {
                            appender.append((String) value);
                        }
                    }
                    appender.endRow();
                }
            }
            try (Statement copy = connection.createStatement()) {
                copy.execute("COPY (SELECT make_timestamptz(us) AS event_time, * EXCLUDE (us) FROM imported) TO "
                        + Sql.text(target.toString()) + " (FORMAT parquet)");
            }
        });
    }
}
