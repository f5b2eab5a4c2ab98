package dev.perennial.cli.verbs;

import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.InvalidQuestionException;
import dev.perennial.activities.data.LogAnswer;
import dev.perennial.activities.data.LogQuestion;
import dev.perennial.activities.data.LogQuestions;
import dev.perennial.activities.data.Spool;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Asks the log in the object store in SQL, on this machine and with this machine's leave to read the bucket. */
final class LogSql {
    private static final int THREADS = 2;
    private static final int DOWNLOADS = 8;
    private static final long SPOOL_BYTES = 4_000_000_000L;
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Session session;

    LogSql(Session session) {
        this.session = session;
    }

    int ask(String model, String sql, Optional<String> from, Optional<String> to, int megabytes) {
        SqlAnswer answer = answer();
        ask(new LogQuestion(new ModelName(model), window(from, to), sql), answer, megabytes);
        answer.end();
        return ExitCode.DONE.status();
    }

    /** Hands the answer over; a log that has nothing is a failure. */
    void ask(LogQuestion question, LogAnswer answer, int megabytes) {
        Path home = session.shell().home().resolve("sql");
        S3Settings settings = S3Settings.fromEnvironment(session.addresses().environment());
        try (S3ObjectStore store = S3ObjectStore.of(settings);
                Spool spool = Spool.over(
                        store,
                        home.resolve("spool"),
                        SPOOL_BYTES,
                        DOWNLOADS,
                        session.shell().clock())) {
            DuckDbSettings bounds = new DuckDbSettings(megabytes, THREADS, home.resolve("temporary"));
            int hours = new LogQuestions(store, spool, bounds).ask(question, answer);
            if (hours == 0) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "Nothing of " + question.model() + " is logged"
                                + question.window()
                                        .map(window -> " in " + window)
                                        .orElse("") + " at "
                                + settings.address());
            }
        } catch (InvalidQuestionException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private SqlAnswer answer() {
        return switch (session.format()) {
            case TABLE -> new SqlAnswer.ForPeople(session.printer());
            case JSON -> new SqlAnswer.AsJson(session.printer());
            case CSV -> new SqlAnswer.AsCsv(session.printer());
            case YAML, HTML ->
                throw new CommandFailure(
                        ExitCode.INVALID, "Cannot print this as " + session.format() + ", expected table, json or csv");
        };
    }

    static Optional<TimeWindow> window(Optional<String> from, Optional<String> to) {
        return from.isEmpty() && to.isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeWindow(
                        from.map(LogSql::moment).orElse(FIRST),
                        to.map(LogSql::moment).orElse(LAST)));
    }

    private static Instant moment(String text) {
        try {
            return text.length() == "2013-03-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "Invalid time: '" + text + "', expected one like 2013-03-01 or 2013-03-01T06:00:00Z");
        }
    }
}
