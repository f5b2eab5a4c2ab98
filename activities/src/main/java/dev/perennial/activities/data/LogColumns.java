package dev.perennial.activities.data;

import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The log's columns in SQL and in memory: how predictions and labels become one relation, and that relation arrays. */
final class LogColumns {
    private LogColumns() {}

    /** Rows that were joined earlier. */
    static String stored(Collection<Path> files) {
        return "SELECT * FROM " + Sql.parquet(files);
    }

    /** A relation that has the log's columns and the schema's, typed, and no rows. */
    static String template(FeatureSchema schema, Outputs outputs) {
        return "SELECT " + JoinSql.PREDICTION_COLUMNS + ", NULL::DOUBLE AS _label, NULL::TIMESTAMPTZ AS _labelled_at,"
                + " NULL::VARCHAR AS _class"
                + LoggedProbabilities.of(outputs).stream()
                        .map(column -> ", NULL::DOUBLE AS " + Sql.name(column))
                        .collect(Collectors.joining())
                + features(
                        schema,
                        column -> ", NULL::"
                                + (schema.holdsNumbers(column) ? "DOUBLE" : "VARCHAR")
                                + " AS " + Sql.name(schema.feature(column).name()))
                + " WHERE false";
    }

    /** What {@link #read} expects, of the given relation, for event times in [from, to) microseconds. */
    static String select(FeatureSchema schema, Outputs outputs, String relation, long from, long to) {
        return "SELECT _prediction_id, epoch_us(_event_time), coalesce(_version, 0), _arm, " + Sql.number("_score")
                + ", coalesce(_paired_version, 0), " + Sql.number("_paired_score")
                + ", coalesce(_latency_us, 0), CASE WHEN _error IS NULL THEN 0 ELSE 1 END, _entity, "
                + Sql.numberOf(LabelNumber.stored(outputs))
                + LoggedProbabilities.of(outputs).stream()
                        .map(column -> ", " + Sql.number(column))
                        .collect(Collectors.joining())
                + featureColumns(schema) + " FROM (" + relation
                + ") WHERE epoch_us(_event_time) >= " + from + " AND epoch_us(_event_time) < " + to
                + " ORDER BY _event_time, _prediction_id";
    }

    /** The schema's columns as a list to select, each after a comma. */
    static String featureColumns(FeatureSchema schema) {
        return features(schema, column -> {
            String name = schema.feature(column).name();
            return ", " + (schema.holdsNumbers(column) ? Sql.number(name) : "CAST(" + Sql.name(name) + " AS VARCHAR)");
        });
    }

    private static String features(FeatureSchema schema, IntFunction<String> column) {
        return IntStream.range(0, schema.size()).mapToObj(column).collect(Collectors.joining());
    }

    /** The rows of a result that {@link #select} asked for. */
    static LoggedRows read(FeatureSchema schema, Outputs outputs, ResultSet result) throws SQLException {
        Growing.Words ids = new Growing.Words();
        Growing.Wholes times = new Growing.Wholes();
        Growing.Wholes versions = new Growing.Wholes();
        Growing.Words arms = new Growing.Words();
        Growing.Numbers scores = new Growing.Numbers();
        Growing.Wholes pairedVersions = new Growing.Wholes();
        Growing.Numbers pairedScores = new Growing.Numbers();
        Growing.Wholes latencies = new Growing.Wholes();
        Growing.Wholes failed = new Growing.Wholes();
        Growing.Words entities = new Growing.Words();
        Growing.Numbers labels = new Growing.Numbers();
        List<Growing.Numbers> probabilities = LoggedProbabilities.of(outputs).stream()
                .map(column -> new Growing.Numbers())
                .toList();
        List<Growing> fixed = new ArrayList<>(List.of(
                ids, times, versions, arms, scores, pairedVersions, pairedScores, latencies, failed, entities, labels));
        fixed.addAll(probabilities);
        FeatureColumns features = new FeatureColumns(schema, fixed.size());
        while (result.next()) {
            for (int column = 0; column < fixed.size(); column++) {
                fixed.get(column).add(result, column + 1);
            }
            features.add(result);
        }
        long[] failures = failed.toArray();
        boolean[] failedRows = new boolean[failures.length];
        for (int row = 0; row < failures.length; row++) {
            failedRows[row] = failures[row] != 0;
        }
        return new LoggedRows(
                present(ids.toArray()),
                times.toArray(),
                versions.toIntArray(),
                armsOf(arms.toArray()),
                scores.toArray(),
                pairedVersions.toIntArray(),
                pairedScores.toArray(),
                latencies.toArray(),
                failedRows,
                entities.toArray(),
                outputs,
                labels.toArray(),
                LoggedProbabilities.of(probabilities),
                features.table());
    }

    static String[] present(@Nullable String[] values) {
        String[] present = new String[values.length];
        for (int row = 0; row < values.length; row++) {
            present[row] = Objects.requireNonNull(values[row], "a row of the log has no id");
        }
        return present;
    }

    private static Arm[] armsOf(@Nullable String[] words) {
        Arm[] arms = new Arm[words.length];
        for (int row = 0; row < words.length; row++) {
            arms[row] = Arm.ofWord(words[row]);
        }
        return arms;
    }

    /** The feature columns of a result, which come after its first {@code skip} columns. */
    static final class FeatureColumns {
        private final FeatureSchema schema;
        private final int skip;
        private final Growing[] columns;

        FeatureColumns(FeatureSchema schema, int skip) {
            this.schema = schema;
            this.skip = skip;
            columns = new Growing[schema.size()];
            for (int column = 0; column < columns.length; column++) {
                columns[column] = schema.holdsNumbers(column) ? new Growing.Numbers() : new Growing.Words();
            }
        }

        void add(ResultSet row) throws SQLException {
            for (int column = 0; column < columns.length; column++) {
                columns[column].add(row, skip + column + 1);
            }
        }

        FeatureTable table() {
            Object[] arrays = new Object[columns.length];
            for (int column = 0; column < columns.length; column++) {
                arrays[column] = columns[column] instanceof Growing.Numbers numbers
                        ? numbers.toArray()
                        : ((Growing.Words) columns[column]).toArray();
            }
            return FeatureTable.of(schema, arrays);
        }
    }
}
