package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.Shell;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial monitor}: watches a model, looks at single windows, and prints what a window said. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = "Watches a model on schedule, looks at single windows, and prints what a window said.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial monitor start flight-delay"})
final class MonitorVerbs extends Group {
    private static final Card STATUS = Card.blank()
            .line("model", "/model")
            .line("monitoring", "/condition")
            .line("windows after", "/monitoredFrom", Cell.TIME)
            .line("last window", "/lastWindow/window")
            .line("verdict", "/lastWindow/verdict")
            .line("next look", "/nextLook", Cell.TIME)
            .line("looks", "/looks");
    private static final Table ALERTS = Table.of("/alerts", "")
            .column("OPEN ALERT", "/alert")
            .column("SEVERITY", "/severity")
            .column("SINCE", "/since", Cell.TIME)
            .column("RESPOND BY", "/respondBy", Cell.TIME)
            .column("BY", "/acknowledgedBy")
            .column("WHAT", "/sentence");
    private static final Table JUDGED = Table.of("/judged", "No window was judged.")
            .column("WINDOW", "/window")
            .column("VERDICT", "/verdict")
            .column("BECAUSE", "/because")
            .column("REPORT", "/report", Cell.DIGEST);
    private static final Table REPORTS = Table.of("/reports", "No window has been evaluated yet.")
            .column("WINDOW", "/window")
            .column("VERDICT", "/verdict")
            .column("SEQ", "/seq")
            .column("BECAUSE", "/because");

    @Mixin
    private final Session session;

    MonitorVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Starts scheduled monitoring; starting what runs changes nothing.",
            footer = {"", "Example: perennial monitor start flight-delay"})
    int start(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--from",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "TIME",
                            description = "Evaluate windows that end after this event time.")
                    Optional<String> from) {
        ControlApi api = session.api();
        ObjectNode body = api.command();
        from.ifPresent(time -> body.put("from", time));
        return session.show(api.post(path(model, "start"), body), STATUS);
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Pauses scheduled monitoring.",
            footer = {"", "Example: perennial monitor pause flight-delay --reason \"feed under repair\""})
    int pause(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        ControlApi api = session.api();
        return session.show(api.post(path(model, "pause"), withReason(api.command(), reason)), STATUS);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Resumes scheduled monitoring after the last evaluated window.",
            footer = {"", "Example: perennial monitor resume flight-delay"})
    int resume(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        ControlApi api = session.api();
        return session.show(api.post(path(model, "resume"), api.command()), STATUS);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Says whether a model is watched, and up to where.",
            footer = {"", "Example: perennial monitor status flight-delay"})
    int status(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(
                session.api().get("/models/" + ControlApi.segment(model) + "/monitor"), (answer, printer) -> {
                    STATUS.print(answer, printer);
                    if (!answer.path("alerts").isEmpty()) {
                        printer.line("");
                        ALERTS.print(answer, printer);
                    }
                });
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Looks now: at what is due, or at one window, whose verdict is not recorded.",
            footer = {"", "Example: perennial monitor run flight-delay --window 2013-06-03T00:00Z/P7D"})
    int run(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--window",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "FROM/TO",
                            description = "The window, such as 2013-06-03T00:00Z/P7D.")
                    Optional<String> window,
            @Mixin Waiting waiting) {
        ControlApi api = session.api();
        ObjectNode body = api.command();
        window.ifPresent(words -> body.put("window", words));
        if (waiting.isLeftOut()) {
            body.put("wait", "PT0S");
        }
        session.printer().progress("looking at " + model + " …");
        JsonNode answer = api.post(path(model, "run"), body);
        session.printer().progressEnded();
        return session.show(answer, (ran, printer) -> {
            if (ran.path("done").asBoolean()) {
                JUDGED.print(ran, printer);
                if (!ran.path("note").asText().isBlank()) {
                    printer.line(ran.path("note").asText());
                }
            } else {
                printer.line("the look is under way as workflow "
                        + ran.path("workflow").asText());
            }
        });
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description =
                    "Prints what a window said, the worst first. -o json is the stored document, -o html one page with"
                            + " charts that needs nothing else.",
            footer = {
                "",
                "Example: perennial monitor report flight-delay 2013-06-03T00:00Z/P7D",
                "         perennial monitor report flight-delay -o html > report.html"
            })
    int report(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Parameters(
                            arity = "0..1",
                            defaultValue = "latest",
                            paramLabel = "WINDOW",
                            description = "The window, a report's digest, 'latest' or 'all' (default: latest).")
                    String window) {
        String base = "/models/" + ControlApi.segment(model);
        String wanted = window.replace(" ", "%20");
        if (window.equals("all")) {
            return session.show(session.api().get(base + "/reports"), REPORTS);
        }
        if (session.isForPage()) {
            return session.showPage(session.api().page(base + "/windows/" + wanted));
        }
        String reports = session.isForPeople() ? "/reports/" : "/windows/";
        return session.show(session.api().get(base + reports + wanted), new ReportView());
    }

    private static String path(String model, String verb) {
        return "/models/" + ControlApi.segment(model) + "/monitor/" + verb;
    }
}
