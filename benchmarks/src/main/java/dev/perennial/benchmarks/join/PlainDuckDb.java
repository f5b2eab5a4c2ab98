package dev.perennial.benchmarks.join;

import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.ParquetWriting;
import java.nio.file.Path;
import java.util.List;

/** DuckDB as somebody would ask it by hand over the plain files, and the files themselves. */
final class PlainDuckDb implements AutoCloseable {
    static final int MEGABYTES = 1200;
    static final int THREADS = 2;

    private final DuckDb duckDb;
    private final ParquetWriting writing;

    PlainDuckDb(Path temporary) {
        duckDb = DuckDb.open(new DuckDbSettings(MEGABYTES, THREADS, temporary));
        writing = new ParquetWriting(duckDb);
    }

    /** One hour's predictions and the labels of 95 of 100, as gateways write them, with four features. */
    void writeHour(Path predictions, Path labels, long startMicros, int rows) {
        write(
                "SELECT uuid()::VARCHAR AS _prediction_id, make_timestamptz(" + startMicros
                        + " + range * 3600000000 // "
                        + rows + ") AS _event_time, make_timestamptz(" + startMicros + " + range * 3600000000 // "
                        + rows
                        + " + 1000) AS _received_at, 1 AS _version, 'champion' AS _arm, random() AS _score,"
                        + " 900 AS _latency_us, 'c' || (range % 16) AS carrier, random() * 100 AS a,"
                        + " random() * 100 AS b, random() * 100 AS c FROM range(" + rows + ")",
                predictions);
        write(
                "SELECT _prediction_id, _event_time, CAST(random() < 0.3 AS DOUBLE) AS _label, _event_time AS"
                        + " _labelled_at, _received_at, 'truth' AS _source FROM read_parquet('" + predictions
                        + "') USING SAMPLE 95 PERCENT (bernoulli)",
                labels);
    }

    /** Writes what a query selects. */
    void write(String select, Path target) {
        writing.write(select, target);
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
    List<String> bySlice(String relation) {
        return duckDb.lines("SELECT carrier, count(*), count(_label), sum(_label)::BIGINT FROM (" + relation
                + ") GROUP BY carrier ORDER BY carrier");
    }

    @Override
    public void close() {
        duckDb.close();
    }
}
