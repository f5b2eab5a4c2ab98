package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions in SQL over three views of a model's log: {@code predictions}, each once; {@code labels}, all that
 * came; {@code joined}, each prediction once with the label that stands. Queries see nothing else of this machine: no
 * other file, no network, no setting. Memory and threads are bounded; what does not fit goes to the temporary directory.
 */
public final class LogQuestions {
    private final ObjectStore store;
    private final Spool spool;
    private final DuckDbSettings bounds;

    /** Answers from this store within the bounds. */
    public LogQuestions(ObjectStore store, Spool spool, DuckDbSettings bounds) {
        this.store = store;
        this.spool = spool;
        this.bounds = bounds;
    }

    /**
     * Answers the question; where the log has nothing of its model and window, nothing is asked.
     *
     * @return how many hours of the log were read
     * @throws InvalidQuestionException if the SQL is wrong or does more than ask
     */
    public int ask(LogQuestion question, LogAnswer answer) {
        LogListing listing = new LogListing(store, spool);
        ModelName model = question.model();
        Copies copies = listing.reading(
                model,
                question.window(),
                hours -> new Copies(
                        hours.size(), copies(hours, LoggedHour::predictions), copies(hours, LoggedHour::labels)));
        if (copies.hours() == 0) {
            return 0;
        }
        try (DuckDb duckDb = DuckDb.confined(bounds, spool.directory())) {
            String logged = cut(JoinSql.predictions(copies.predictions()), question);
            String known = cut(JoinSql.labels(copies.labels()), question);
            duckDb.execute("open the log of " + model, "CREATE VIEW predictions AS " + JoinSql.once(logged));
            duckDb.execute("open the log of " + model, "CREATE VIEW labels AS " + known);
            duckDb.execute("open the log of " + model, "CREATE VIEW joined AS " + JoinSql.joined(logged, known));
            requireQuestion(duckDb, question.sql());
            duckDb.ask(question.sql(), rows -> {
                hand(rows, answer);
                return rows;
            });
        }
        spool.trim();
        return copies.hours();
    }

    private List<Path> copies(List<LoggedHour> hours, Function<LoggedHour, List<String>> keys) {
        return spool.fetch(hours.stream().map(keys).flatMap(Collection::stream).toList());
    }

    private static String cut(String relation, LogQuestion question) {
        return question.window()
                .map(window -> "SELECT * FROM (" + relation + ") WHERE " + within(window))
                .orElse(relation);
    }

    private static String within(TimeWindow window) {
        return "_event_time >= make_timestamptz(" + EpochMicros.of(window.from())
                + ") AND _event_time < make_timestamptz(" + EpochMicros.of(window.to()) + ")";
    }

    /* What parses and is no question, such as COPY, would leave files in the spool that others read. */
    private static void requireQuestion(DuckDb duckDb, String sql) {
        String form = duckDb.query(
                "parse the question", "SELECT json_serialize_sql(" + Sql.text(sql) + ")::VARCHAR", rows -> {
                    rows.next();
                    return rows.getString(1);
                });
        if (form.startsWith("{\"error\":true") && form.contains("\"not implemented\"")) {
            throw new InvalidQuestionException(
                    "Invalid question: it does more than read, expected a statement such as SELECT");
        }
    }

    private static void hand(ResultSet rows, LogAnswer answer) throws SQLException {
        ResultSetMetaData form = rows.getMetaData();
        int width = form.getColumnCount();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= width; column++) {
            names.add(form.getColumnLabel(column));
        }
        answer.columns(names);
        boolean wanted = true;
        while (wanted && rows.next()) {
            List<@Nullable Object> values = new ArrayList<>(width);
            for (int column = 1; column <= width; column++) {
                values.add(plain(rows.getObject(column)));
            }
            wanted = answer.row(values);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        if (value == null
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Float
                || value instanceof Double
                || value instanceof BigDecimal
                || value instanceof BigInteger) {
            return value;
        }
        return value.toString();
    }

    private record Copies(int hours, List<Path> predictions, List<Path> labels) {}
}
