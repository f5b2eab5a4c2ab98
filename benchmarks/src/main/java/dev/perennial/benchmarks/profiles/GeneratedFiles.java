package dev.perennial.benchmarks.profiles;

import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.ParquetWriting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parquet files of a reproducible table: continuous numbers at full precision and rounded, numbers with gaps, whole
 * numbers, and categories of 2 to 1,000 levels, in DuckDB's usual row groups, compressed with Zstandard.
 */
final class GeneratedFiles {
    private GeneratedFiles() {}

    /** Writes so many rows of so many columns; other seeds give other rows of the same law. */
    static void write(Path target, long rows, int columns, int seed) {
        try (DuckDb duckDb = DuckDb.open(new DuckDbSettings(1024, 1, target.resolveSibling("duckdb")))) {
            new ParquetWriting(duckDb).write(select(rows, columns, seed), target);
        }
    }

    private static String select(long rows, int columns, int seed) {
        List<String> selected = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            String uniform = "(hash(i, " + column + ", " + seed + ") % 1000000007 / 1000000007.0)";
            String normal = "(sqrt(-2 * ln(1 - " + uniform + ")) * cos(6.283185307179586 * (hash(" + seed + ", i, "
                    + column + ") % 1000003 / 1000003.0)))";
            String value = switch (column % 10) {
                case 0, 1, 2, 3 -> normal;
                case 4 -> "round(exp(" + normal + "), 2)";
                case 5 -> "CASE WHEN hash(i, 7, " + column + ") % 10 < 2 THEN NULL ELSE " + normal + " * 50 END";
                case 6 -> "(" + uniform + " * 100)::INTEGER";
                case 7 -> "'level-' || (" + uniform + " * 20)::INTEGER";
                case 8 ->
                    "CASE WHEN " + uniform + " < 0.05 THEN NULL ELSE 'level-' || (pow(" + uniform
                            + ", 3) * 1000)::INTEGER END";
                default -> "CASE WHEN " + uniform + " < 0.3 THEN 'yes' ELSE 'no' END";
            };
            selected.add(value + " AS c" + column);
        }
        return "SELECT " + String.join(", ", selected) + " FROM range(" + rows + ") t(i)";
    }
}
