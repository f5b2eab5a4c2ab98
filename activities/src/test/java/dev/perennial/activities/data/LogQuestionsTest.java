package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogQuestionsTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private DuckDb duckDb;
    private Spool spool;
    private LogQuestions questions;

    @BeforeEach
    void write() {
        DuckDbSettings bounds = new DuckDbSettings(256, 2, directory.resolve("duckdb"));
        duckDb = DuckDb.open(bounds);
        spool = Spool.over(store, directory.resolve("spool"), 1 << 30, 4, InstantSource.system());
        questions = new LogQuestions(store, spool, bounds);
        GatewayLog gateway = new GatewayLog(store, MODEL, "gw-1", directory, duckDb);
        List<LoggedPrediction> rows = List.of(row("a", 0, 1, "AA"), row("b", 1, 0, "UA"), row("c", 30, 1, "it's"));
        gateway.write(rows);
        gateway.write(rows.subList(0, 1));
    }

    @AfterEach
    void close() {
        spool.close();
        duckDb.close();
    }

    @Test
    void joinedHasEachPredictionOnceAndLabelsAllThatCame() {
        assertThat(ask("SELECT count(*) AS n, sum(_label) AS positive, min(_event_time) AS first FROM joined"))
                .containsExactly(List.of("n", "positive", "first"), List.of(3L, 2.0, "2013-03-01T00:00:00Z"));
        assertThat(ask("SELECT (SELECT count(*) FROM predictions), (SELECT count(*) FROM labels)")
                        .get(1))
                .containsExactly(3L, 4L);
        assertThat(ask("SELECT carrier, _entity FROM predictions ORDER BY carrier DESC LIMIT 1")
                        .get(1))
                .isEqualTo(Arrays.asList("it's", null));
    }

    @Test
    void aWindowCutsTheViewsAndFetchesItsHoursAlone() throws IOException {
        TimeWindow window = new TimeWindow(START, START.plus(Duration.ofMinutes(30)));
        List<List<@Nullable Object>> answer = new ArrayList<>();

        int hours = questions.ask(
                new LogQuestion(MODEL, Optional.of(window), "SELECT _prediction_id FROM joined"), into(answer));

        assertThat(hours).isEqualTo(1);
        assertThat(answer).containsExactly(List.of("_prediction_id"), List.of("a"));
        try (Stream<Path> files = Files.walk(directory.resolve("spool"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allMatch(file -> file.toString().contains("/hour=00/"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO 'spoilt.parquet'",
                "SELECT * FROM read_text('/etc/hostname')",
                "SELECT * FROM glob('/etc/*')",
                "SET memory_limit = '99GB'",
                "ATTACH 'other.db'",
                "DROP VIEW joined",
                "CREATE TABLE t AS SELECT 1",
                "SELECT 1; COPY (SELECT 1) TO 'spoilt.parquet'",
                "INSTALL httpfs"
            })
    void whatDoesMoreThanReadTheLogIsRefused(String sql) {
        assertThatThrownBy(() -> ask(sql)).isInstanceOf(InvalidQuestionException.class);
    }

    @Test
    void aWrongQuestionIsToldWithThePlaceWhereItIsWrong() {
        assertThatThrownBy(() -> ask("SELECT carier FROM joined"))
                .isInstanceOf(InvalidQuestionException.class)
                .hasMessageContaining("\"carier\" not found")
                .hasMessageContaining("LINE 1: SELECT carier FROM joined\n               ^");
        assertThatThrownBy(() -> ask("SELEC 1")).hasMessageContaining("syntax error at or near \"SELEC\"");
    }

    @Test
    void whereNothingIsLoggedNothingIsAsked() {
        assertThat(questions.ask(
                        new LogQuestion(new ModelName("other"), Optional.empty(), "SELECT nothing"),
                        into(new ArrayList<>())))
                .isZero();
    }

    private List<List<@Nullable Object>> ask(String sql) {
        List<List<@Nullable Object>> answer = new ArrayList<>();
        questions.ask(new LogQuestion(MODEL, Optional.empty(), sql), into(answer));
        return answer;
    }

    private static LogAnswer into(List<List<@Nullable Object>> answer) {
        return new LogAnswer() {
            @Override
            public void columns(List<String> names) {
                answer.add(new ArrayList<>(names));
            }

            @Override
            public boolean row(List<@Nullable Object> values) {
                answer.add(values);
                return true;
            }
        };
    }

    private static LoggedPrediction row(String id, int hours, double label, String carrier) {
        return LoggedPrediction.of(
                id, START.plus(Duration.ofHours(hours)), 0.25, label, Map.of("temp", 3.5, "carrier", carrier));
    }
}
