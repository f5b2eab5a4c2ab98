package dev.perennial.activities.data;

import java.nio.file.Path;

/** Writes plainly encoded Parquet files compressed with Zstandard. Safe for use by several threads. */
public final class ParquetWriting {
    private final DuckDb duckDb;

    /** Writing by this instance. */
    public ParquetWriting(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** Writes all rows of a file in parts of the format that only DuckDB reads to {@code target}, which must not exist. */
    public void rewrite(Path source, Path target) {
        write("SELECT * FROM read_parquet(" + Sql.text(source.toString()) + ")", target);
    }

    /** Writes what a query selects to {@code target}, which must not exist. */
    public void write(String select, Path target) {
        duckDb.execute(
                "write " + target.getFileName(),
                "COPY (" + select + ") TO " + Sql.text(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    }
}
