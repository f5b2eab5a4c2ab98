package dev.perennial.activities.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting of names and texts, and the clauses that several queries share. */
final class Sql {
    private Sql() {}

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** All rows of the files by column name; a column that a file lacks is NULL in its rows. */
    static String parquet(Collection<Path> files) {
        return "read_parquet("
                + files.stream().map(file -> text(file.toString())).collect(Collectors.joining(", ", "[", "]"))
                + ", union_by_name = true, hive_partitioning = false)";
    }

    /** The column as a number; NaN where it is missing, not finite or no number. */
    static String number(String column) {
        return numberOf(name(column));
    }

    /** The same of an expression. */
    static String numberOf(String expression) {
        String value = "TRY_CAST(" + expression + " AS DOUBLE)";
        return "CASE WHEN isfinite(" + value + ") THEN " + value + " ELSE 'nan'::DOUBLE END";
    }
}
