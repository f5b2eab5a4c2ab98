package dev.perennial.activities.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a file that people have, CSV, JSON lines or Parquet, as JSON objects in the file's order: moments as text in
 * UTC, a CSV's values as the texts that it has, an empty one as null.
 */
public final class JsonRows {
    private static final DuckDbSettings BOUNDS =
            new DuckDbSettings(512, 1, Path.of(System.getProperty("java.io.tmpdir")));

    private JsonRows() {}

    /**
     * Hands over every row as one line of JSON.
     *
     * @throws InvalidTableException if the ending is unknown or the file cannot be read
     */
    public static void each(Path source, Consumer<String> row) {
        if (!Files.isRegularFile(source)) {
            throw new InvalidTableException("Cannot read " + source + ": there is no such file");
        }
        try (DuckDb duckDb = DuckDb.ordered(BOUNDS)) {
            String relation = TableFiles.texts(source);
            List<String> fields = duckDb.query("read " + source, "DESCRIBE SELECT * FROM " + relation, columns -> {
                List<String> found = new ArrayList<>();
                while (columns.next()) {
                    String name = columns.getString(1);
                    found.add(Sql.name(name) + " := " + text(Sql.name(name), columns.getString(2)));
                }
                return found;
            });
            String sql =
                    "SELECT CAST(to_json(struct_pack(" + String.join(", ", fields) + ")) AS VARCHAR) FROM " + relation;
            duckDb.query("read " + source, sql, rows -> {
                while (rows.next()) {
                    row.accept(rows.getString(1));
                }
                return true;
            });
        } catch (QueryFailedException e) {
            throw new InvalidTableException(String.valueOf(e.getMessage()));
        }
    }

    private static String text(String column, String type) {
        if (!type.startsWith("TIMESTAMP")) {
            return column;
        }
        String utc = type.equals("TIMESTAMP WITH TIME ZONE") ? "timezone('UTC', " + column + ")" : column;
        return "strftime(CAST(" + utc + " AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%fZ')";
    }
}
