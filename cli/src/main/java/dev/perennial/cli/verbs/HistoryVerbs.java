package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Outline;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial history}: a model's timeline, one line an entry, and the why of one entry. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Prints a model's timeline; 'history show' is the why of one entry.",
        footer = {
            "",
            "Example: perennial history flight-delay --kind champion-promoted",
            "         perennial history show flight-delay 42"
        })
final class HistoryVerbs implements Callable<Integer> {
    private static final Card WHY = Card.blank()
            .line("entry", "/seq")
            .line("kind", "/kind")
            .line("event time", "/eventTime", Cell.TIME)
            .line("recorded", "/recordedAt", Cell.TIME)
            .line("actor", "/actor")
            .line("what", "/sentence");

    @Mixin
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The model's name.", defaultValue = "")
    private String model = "";

    @Option(
            names = "--since",
            defaultValue = Option.NULL_VALUE,
            paramLabel = "TIME",
            description = "From this event time on, such as 2013-06-03T00:00:00Z.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--kind",
            defaultValue = Option.NULL_VALUE,
            paramLabel = "KIND",
            description = "Only entries of this kind, such as rolled-back.")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--follow", description = "Go on printing what is appended, until Ctrl-C.")
    private boolean follow;

    HistoryVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Override
    public Integer call() {
        if (model.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.INVALID, "Which model's history? Try: perennial history MODEL, or perennial model list");
        }
        JsonNode page = page(0);
        session.show(page, HistoryVerbs::print);
        long last = last(page, 0);
        while (follow) {
            session.pause();
            page = page(last);
            last = last(page, last);
            if (!page.path("entries").isEmpty()) {
                session.show(page, HistoryVerbs::printLines);
            }
        }
        return ExitCode.DONE.status();
    }

    private JsonNode page(long after) {
        StringBuilder path = new StringBuilder("/models/")
                .append(ControlApi.segment(model))
                .append("/history?after=")
                .append(after);
        since.ifPresent(time -> path.append("&since=").append(ControlApi.segment(time)));
        kind.ifPresent(word -> path.append("&kind=").append(ControlApi.segment(word)));
        return session.api().get(path.toString());
    }

    private static long last(JsonNode page, long otherwise) {
        int size = page.path("entries").size();
        return size == 0
                ? otherwise
                : page.path("entries").get(size - 1).path("seq").asLong();
    }

    private static void print(JsonNode page, Printer printer) {
        if (page.path("entries").isEmpty()) {
            printer.line("Nothing happened.");
        }
        printLines(page, printer);
    }

    private static void printLines(JsonNode page, Printer printer) {
        page.path("entries").forEach(entry -> printer.line(line(entry)));
    }

    /** One entry as one line. */
    static String line(JsonNode entry) {
        return Printer.printable(String.format(
                Locale.ROOT,
                "%4d  %s  %-18s  %s  [%s]",
                entry.path("seq").asLong(),
                Cell.TIME.of(entry.path("eventTime")),
                entry.path("kind").asText(),
                entry.path("sentence").asText(),
                entry.path("actor").asText()));
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows why: the numbers an entry rests on, and where they come from.",
            footer = {"", "Example: perennial history show flight-delay 42"})
    int show(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String of,
            @Parameters(paramLabel = "SEQ", description = "The entry's number.") long seq) {
        return session.show(
                session.api().get("/models/" + ControlApi.segment(of) + "/history/" + seq), (answer, printer) -> {
                    WHY.print(answer, printer);
                    section("numbers", answer, printer);
                    section("links", answer, printer);
                    section("change", answer, printer);
                });
    }

    private static void section(String name, JsonNode answer, Printer printer) {
        if (!answer.path(name).isEmpty()) {
            printer.line("");
            printer.line(name);
            Outline.of("/" + name).print(answer, printer);
        }
    }
}
