package dev.perennial.activities.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Turns a file of labelled rows that people have, CSV, JSON lines or Parquet, into the Parquet that imports take. */
public final class TableFiles {
    private static final DuckDbSettings BOUNDS =
            new DuckDbSettings(512, 1, Path.of(System.getProperty("java.io.tmpdir")));

    private TableFiles() {}

    /**
     * Writes {@code source}, whose format its name's ending tells, to {@code target} as Parquet; the column
     * {@code event_time} becomes a moment in UTC.
     *
     * @throws InvalidTableException if the ending is unknown, the file is absent or holds no {@code event_time}
     */
    public static void toParquet(Path source, Path target) {
        if (!Files.isRegularFile(source)) {
            throw new InvalidTableException("Cannot read " + source + ": there is no such file");
        }
        String sql = "COPY (SELECT * REPLACE (CAST(event_time AS TIMESTAMPTZ) AS event_time) FROM " + reader(source)
                + ") TO " + Sql.text(target.toString()) + " (FORMAT PARQUET, COMPRESSION ZSTD)";
        try (DuckDb duckDb = DuckDb.open(BOUNDS)) {
            duckDb.execute("read " + source, sql);
        } catch (QueryFailedException e) {
            throw new InvalidTableException(e.getMessage()
                    + "; expected a column event_time, the label and the declared features, one row a line");
        }
    }

    /** The file's rows as a relation, a CSV's as the texts that it has. */
    static String texts(Path source) {
        if (!Files.isRegularFile(source)) {
            throw new InvalidTableException("Cannot read " + source + ": there is no such file");
        }
        return reader(source).replace("sample_size = -1", "all_varchar = true, null_padding = false");
    }

    private static String reader(Path source) {
        String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
        String file = Sql.text(source.toString());
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return "read_csv(" + file + ", header = true, sample_size = -1)";
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
            return "read_json(" + file + ", format = 'newline_delimited')";
        }
        if (name.endsWith(".parquet")) {
            return "read_parquet(" + file + ")";
        }
        throw new InvalidTableException(
                "Invalid table file: " + source + ", expected a name that ends in .csv, .jsonl or .parquet");
    }
}
