package dev.perennial.benchmarks.join;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** DuckDB as somebody would ask it by hand over the plain files, and the files themselves. */
final class PlainDuckDb implements AutoCloseable {
    static final int MEGABYTES = 1200;
    static final int THREADS = 2;

    private final Connection connection;

    PlainDuckDb(Path temporary) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", MEGABYTES + "MB");
        properties.setProperty("threads", String.valueOf(THREADS));
        properties.setProperty("temp_directory", temporary.toString());
        properties.setProperty("preserve_insertion_order", "false");
        connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    }

    /** One hour's predictions and the labels of 95 of 100, as gateways write them, with four features. */
    void writeHour(Path predictions, Path labels, long startMicros, int rows) throws SQLException {
        run("CREATE OR REPLACE TABLE hour AS SELECT uuid()::VARCHAR AS _prediction_id, make_timestamptz(" + startMicros
                + " + range * 3600000000 // " + rows + ") AS _event_time, make_timestamptz(" + startMicros
                + " + range * 3600000000 // " + rows + " + 1000) AS _received_at, 1 AS _version, 'champion' AS _arm,"
                + " random() AS _score, 900 AS _latency_us, 'c' || (range % 16) AS carrier, random() * 100 AS a,"
                + " random() * 100 AS b, random() * 100 AS c FROM range(" + rows + ")");
        run("COPY hour TO '" + predictions + "' (FORMAT parquet, COMPRESSION zstd)");
        run("COPY (SELECT _prediction_id, _event_time, CAST(random() < 0.3 AS DOUBLE) AS _label, _event_time AS"
                + " _labelled_at, _received_at, 'truth' AS _source FROM hour USING SAMPLE 95 PERCENT (bernoulli)) TO '"
                + labels + "' (FORMAT parquet, COMPRESSION zstd)");
    }

    /** The join by hand: each prediction once, with its newest label. */
    static String joined(Path store) {
        return "SELECT p.*, l._label, l._labelled_at FROM (SELECT * FROM " + files(store, "predictions")
                + " QUALIFY row_number() OVER (PARTITION BY _prediction_id ORDER BY _received_at, _version, _score) = 1)"
                + " p LEFT JOIN (SELECT * FROM " + files(store, "labels")
                + " QUALIFY row_number() OVER (PARTITION BY _prediction_id ORDER BY _labelled_at DESC, _received_at DESC,"
                + " _label DESC) = 1) l USING (_prediction_id)";
    }

    /** The join of somebody who trusts that nothing was sent twice. */
    static String joinedOfTrust(Path store) {
        return "SELECT p.*, l._label, l._labelled_at FROM " + files(store, "predictions") + " p LEFT JOIN "
                + files(store, "labels") + " l USING (_prediction_id)";
    }

    private static String files(Path store, String kind) {
        return "read_parquet('" + store + "/" + kind + "/**/*.parquet', union_by_name = true)";
    }

    /** One line a slice: its name, predictions, labels and positive labels. */
    List<String> bySlice(String relation) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT carrier, count(*), count(_label), sum(_label) FROM ("
                        + relation + ") GROUP BY carrier ORDER BY carrier")) {
            while (rows.next()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s %d %d %.0f",
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getDouble(4)));
            }
        }
        return lines;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
