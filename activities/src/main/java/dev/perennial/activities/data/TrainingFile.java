package dev.perennial.activities.data;

import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes training rows as a Parquet file: id, event time, label or class, features; missing values are NULL. */
final class TrainingFile {
    private static final String TABLE = "rows_to_write";

    private TrainingFile() {}

    static void write(DuckDb duckDb, TrainingRows rows, Path target) {
        duckDb.together("write extract " + target.getFileName(), connection -> {
            FeatureSchema schema = rows.features().schema();
            String columns = IntStream.range(0, schema.size())
                    .mapToObj(column -> ", " + Sql.name(schema.feature(column).name())
                            + (schema.holdsNumbers(column) ? " DOUBLE" : " VARCHAR"))
                    .collect(Collectors.joining());
            String label = rows.outputs() instanceof Outputs.ClassProbabilities ? "_class VARCHAR" : "_label DOUBLE";
            run(connection, "CREATE TEMP TABLE " + TABLE + " (_id VARCHAR, _us BIGINT, " + label + columns + ")");
            append(connection, rows);
            run(
                    connection,
                    "COPY (SELECT _id, make_timestamptz(_us) AS _event_time, * EXCLUDE (_id, _us) FROM " + TABLE
                            + " ORDER BY _event_time, _id) TO " + Sql.text(target.toString())
                            + " (FORMAT parquet, COMPRESSION zstd)");
        });
    }

    private static void run(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void label(DuckDBAppender appender, TrainingRows rows, int row) throws SQLException {
        double label = rows.labels()[row];
        if (rows.outputs() instanceof Outputs.ClassProbabilities classes) {
            appender.append(classes.labels().get((int) label));
        } else {
            appender.append(label);
        }
    }

    private static void append(DuckDBConnection connection, TrainingRows rows) throws SQLException {
        FeatureTable features = rows.features();
        FeatureSchema schema = features.schema();
        try (DuckDBAppender appender = connection.createAppender("temp", "main", TABLE)) {
            for (int row = 0; row < rows.size(); row++) {
                appender.beginRow();
                appender.append(rows.ids()[row]);
                appender.append(rows.eventTimes()[row]);
                label(appender, rows, row);
                for (int column = 0; column < schema.size(); column++) {
                    if (!schema.holdsNumbers(column)) {
                        appender.append(features.categories(column)[row]);
                    } else if (Double.isNaN(features.numbers(column)[row])) {
                        appender.appendNull();
                    } else {
                        appender.append(features.numbers(column)[row]);
                    }
                }
                appender.endRow();
            }
        }
    }
}
