package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial alert}: what is wrong, who has taken it up, and how it ended. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = "What is wrong, who has taken it up, and how it ended.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial alert list --open"})
final class AlertVerbs extends Group {
    private static final Table LIST = Table.of("/alerts", "No alert.")
            .column("ALERT", "/alert")
            .column("SEVERITY", "/severity")
            .column("STATUS", "/status")
            .column("SINCE", "/since", Cell.TIME)
            .column("RESPOND BY", "/respondBy", Cell.TIME)
            .column("BY", "/acknowledgedBy")
            .column("WHAT", "/sentence");
    private static final Card SHOW = Card.blank()
            .line("alert", "/alert")
            .line("severity", "/severity")
            .line("status", "/status")
            .line("cause", "/cause")
            .line("what", "/sentence")
            .line("since", "/since", Cell.TIME)
            .line("raised", "/raisedAt", Cell.TIME)
            .line("respond by", "/respondBy", Cell.TIME)
            .line("taken up by", "/acknowledgedBy")
            .line("window", "/window")
            .line("report", "/report")
            .line("seen", "/progress/sightings")
            .line("seen last", "/progress/lastSeen", Cell.TIME)
            .line("found then", "/progress/lastSentence")
            .line("windows kept", "/progress/kept")
            .line("resolved by", "/ending/actor")
            .line("resolved", "/ending/at", Cell.TIME)
            .line("how", "/ending/sentence");

    @Mixin
    private final Session session;

    AlertVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists alerts, the newest first; open ones by how pressing they are.",
            footer = {"", "Example: perennial alert list flight-delay --open"})
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "MODEL",
                            defaultValue = Option.NULL_VALUE,
                            description = "Only this model's.")
                    Optional<String> model,
            @Option(names = "--open", description = "Only those that are not resolved.") boolean open) {
        String path = model.map(name -> "/models/" + ControlApi.segment(name) + "/alerts")
                .orElse("/alerts");
        return session.show(session.api().get(path + "?status=" + (open ? "open" : "all")), LIST);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows an alert: why it was raised, how often its cause was seen, who has it.",
            footer = {"", "Example: perennial alert show flight-delay/log-loss-2013-06-10"})
    int show(@Parameters(paramLabel = "ALERT", description = "The alert's name, MODEL/KEY.") String alert) {
        return session.show(session.api().get(path(alert)), AlertVerbs::print);
    }

    @Command(
            name = "ack",
            mixinStandardHelpOptions = true,
            description = "Takes an alert up: it is not escalated any more.",
            footer = {"", "Example: perennial alert ack flight-delay/log-loss-2013-06-10 --comment \"looking at it\""})
    int ack(
            @Parameters(paramLabel = "ALERT", description = "The alert's name, MODEL/KEY.") String alert,
            @Option(names = "--comment", defaultValue = Option.NULL_VALUE, description = "What is done about it.")
                    Optional<String> comment) {
        ControlApi api = session.api();
        ObjectNode body = api.command();
        comment.ifPresent(text -> body.put("comment", text));
        return session.show(api.post(path(alert) + "/acknowledge", body), Group::printMessage);
    }

    @Command(
            name = "resolve",
            mixinStandardHelpOptions = true,
            description = "Ends an alert, with the reason.",
            footer = {"", "Example: perennial alert resolve flight-delay/log-loss-2013-06-10 --reason \"feed repaired\""
            })
    int resolve(
            @Parameters(paramLabel = "ALERT", description = "The alert's name, MODEL/KEY.") String alert,
            @Option(names = "--reason", required = true, description = "Why it is over.") String reason) {
        ControlApi api = session.api();
        return session.show(
                api.post(path(alert) + "/resolve", api.command().put("reason", reason)), Group::printMessage);
    }

    private static String path(String alert) {
        int slash = alert.indexOf('/');
        if (slash < 1 || slash == alert.length() - 1) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "Invalid alert: '" + alert + "', expected a name such as flight-delay/log-loss-2013-06-10; see:"
                            + " perennial alert list");
        }
        return "/models/" + ControlApi.segment(alert.substring(0, slash)) + "/alerts/"
                + ControlApi.segment(alert.substring(slash + 1));
    }

    private static void print(JsonNode answer, Printer printer) {
        SHOW.print(answer, printer);
        if (!answer.path("status").asText().equals("resolved")) {
            String alert = Printer.printable(answer.path("alert").asText());
            printer.advice(
                    "next: perennial alert ack " + alert + ", or perennial alert resolve " + alert + " --reason TEXT");
        }
    }
}
