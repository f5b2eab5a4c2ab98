package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sessions that the documentation shows, over a log in which an edition lies beside the files that it stands for. */
@Timeout(900)
class LogSessionsTest {
    private static final String HOUR = "model=flight-delay/dt=2013-06-01/hour=06";

    @TempDir
    Path log;

    @BeforeEach
    void write() throws IOException, SQLException {
        String first = row("p1", 1, "AA") + ", " + row("p2", 2, "AA");
        String second = row("p3", 3, "UA") + ", " + row("p4", 4, "AA");
        predictions("gw-1-1-1", first);
        predictions("gw-1-1-2", second);
        predictions("edition.000001.0123456789abcdef", first + ", " + second);
        labels("gw-1-1-3", "('p1', 0.0, 10, NULL), ('p2', 1.0, 10, 7), ('p3', 1.0, 10, NULL)");
        labels("gw-1-1-4", "('p1', 1.0, 20, NULL), ('p2', 0.0, 20, 6)");
    }

    @Test
    void theDuckDbSessionCountsEachPredictionOnceWithTheLabelThatStands() throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET file_search_path = '" + log + "'");
            for (String sql :
                    Pattern.compile(";\\s*").splitAsStream(block("sql")).toList()) {
                if (statement.execute(sql)) {
                    try (ResultSet answer = statement.getResultSet()) {
                        while (answer.next()) {
                            rows.add(answer.getString(1) + " " + answer.getLong(2) + " " + answer.getLong(3) + " "
                                    + answer.getDouble(4));
                        }
                    }
                }
            }
        }
        assertThat(rows).containsExactly("AA 3 2 1.0", "UA 1 1 1.0");
    }

    @Test
    void thePandasSessionCountsTheSame() throws IOException, InterruptedException {
        PythonEnvironment python = PythonEnvironment.of("cli", "pandas");
        Path script = Files.writeString(log.resolve("session.py"), block("python"));

        assertThat(python.runIn(log, script)).containsPattern("AA +3 +2 +1.0\n").containsPattern("UA +1 +1 +1.0\n");
    }

    private static String block(String language) throws IOException {
        Path page = Path.of(System.getProperty("perennial.root")).resolve("docs/data.md");
        Matcher matcher =
                Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```").matcher(Files.readString(page));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String row(String id, int received, String carrier) {
        return "('" + id + "', " + received + ", '" + carrier + "')";
    }

    private void predictions(String name, String rows) throws IOException, SQLException {
        copy(
                "predictions",
                name,
                "SELECT id AS _prediction_id, make_timestamptz(1370066400000000 + r) AS _received_at, 1 AS _version,"
                        + " 0.5 AS _score, carrier FROM (VALUES " + rows + ") t(id, r, carrier)");
    }

    private void labels(String name, String rows) throws IOException, SQLException {
        copy(
                "labels",
                name,
                "SELECT id AS _prediction_id, label AS _label, make_timestamptz(1370066400000000 + known) AS _labelled_at,"
                        + " make_timestamptz(1370066400000000 + known) AS _received_at, revision::BIGINT AS _revision FROM"
                        + " (VALUES " + rows + ") t(id, label, known, revision)");
    }

    private void copy(String folder, String name, String select) throws IOException, SQLException {
        Path file = Files.createDirectories(log.resolve(folder).resolve(HOUR)).resolve(name + ".parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
    }
}
