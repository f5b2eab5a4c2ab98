package dev.perennial.activities.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes predictions with their labels as the kind of table that people import. */
public final class LabelledFile {
    private LabelledFile() {}

    /** A Parquet file with the features, the label as an integer and {@code event_time}. */
    public static void write(DuckDb duckDb, List<LoggedPrediction> rows, String label, Path target) {
        String values = rows.stream()
                .map(row -> "(make_timestamptz(" + EpochMicros.of(row.eventTime()) + "), "
                        + row.label().orElseThrow().intValue()
                        + row.features().values().stream()
                                .map(value -> ", "
                                        + (value instanceof Double number
                                                ? (number.isNaN() ? "NULL" : number + "::DOUBLE")
                                                : Sql.text(value.toString())))
                                .collect(Collectors.joining())
                        + ")")
                .collect(Collectors.joining(",\n"));
        String names = rows.get(0).features().keySet().stream()
                .map(name -> ", " + Sql.name(name))
                .collect(Collectors.joining());
        duckDb.execute(
                "write a test table",
                "COPY (SELECT * FROM (VALUES " + values + ") t(event_time, " + Sql.name(label) + names + ")) TO "
                        + Sql.text(target.toString()) + " (FORMAT parquet)");
    }
}
