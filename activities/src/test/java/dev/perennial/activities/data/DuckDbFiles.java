package dev.perennial.activities.data;

import dev.perennial.monitoring.table.ColumnTable;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Parquet files as DuckDB writes and reads them: the second opinion on our own reader. */
public final class DuckDbFiles implements AutoCloseable {
    private final DuckDb duckDb;

    public DuckDbFiles(Path scratch) {
        duckDb = DuckDb.open(new DuckDbSettings(512, 1, scratch));
    }

    /** Writes what the query selects, in its order, with options such as {@code COMPRESSION zstd}. */
    public Path write(String select, String options, Path target) {
        duckDb.execute(
                "write " + target,
                "COPY (" + select + ") TO " + Sql.text(target.toString()) + " (FORMAT parquet, " + options + ")");
        return target;
    }

    /** All rows, the named columns as numbers and as texts. */
    public ColumnTable read(Path file, List<String> numbers, List<String> texts) {
        StringBuilder select = new StringBuilder("SELECT ");
        numbers.forEach(name -> select.append("CAST(").append(Sql.name(name)).append(" AS DOUBLE), "));
        texts.forEach(name -> select.append("CAST(").append(Sql.name(name)).append(" AS VARCHAR), "));
        return duckDb.query(
                "read " + file,
                select.append("1 FROM read_parquet(")
                        .append(Sql.text(file.toString()))
                        .append(")")
                        .toString(),
                result -> table(result, numbers, texts));
    }

    private static ColumnTable table(ResultSet result, List<String> numbers, List<String> texts) throws SQLException {
        List<Growing.Numbers> doubles =
                numbers.stream().map(name -> new Growing.Numbers()).toList();
        List<Growing.Words> words =
                texts.stream().map(name -> new Growing.Words()).toList();
        int rows = 0;
        while (result.next()) {
            for (int column = 0; column < numbers.size(); column++) {
                doubles.get(column).add(result, column + 1);
            }
            for (int column = 0; column < texts.size(); column++) {
                words.get(column).add(result, numbers.size() + column + 1);
            }
            rows++;
        }
        ColumnTable.Builder table = ColumnTable.builder(rows);
        for (int column = 0; column < numbers.size(); column++) {
            table.numbers(numbers.get(column), doubles.get(column).toArray());
        }
        for (int column = 0; column < texts.size(); column++) {
            table.categories(texts.get(column), words.get(column).toArray());
        }
        return table.build();
    }

    @Override
    public void close() {
        duckDb.close();
    }
}
