package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial rollback}: back to the last known good version, at once, with a hold. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Rolls a model back to the last known good version, or to the one named, and leaves a hold.",
            "Waits until every gateway follows, and says which do."
        },
        footer = {
            "",
            "Example: perennial rollback flight-delay --reason \"complaints from the desk\"",
            "         perennial rollback flight-delay --break-glass   (without Temporal and the control API)"
        })
final class RollbackVerb implements Callable<Integer> {
    private static final Table GATEWAYS = Table.of("/gateways", "No gateway that serves it is alive.")
            .column("GATEWAY", "/instance")
            .column("URL", "/url")
            .column("FOLLOWS", "/follows", Cell.YES)
            .column("ANSWERS WITH", "/champion")
            .column("PROBLEM", "/problem");

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Option(
            names = "--to",
            defaultValue = Option.NULL_VALUE,
            paramLabel = "VERSION",
            description = "The version, as 2 or flight-delay@2.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--break-glass",
            description = "Write to the object store directly: for when Temporal or the control API is down.")
    private boolean breakGlass;

    RollbackVerb(Shell shell) {
        this.session = new Session(shell);
    }

    @Override
    public Integer call() {
        JsonNode answer = breakGlass ? new BreakGlass(session).rollBack(model, to, reason) : asked();
        session.show(answer, RollbackVerb::print);
        if (!answer.path("complete").asBoolean()) {
            session.printer()
                    .advice("not every gateway follows yet; those that live do as soon as they can. Look again with:"
                            + " perennial doctor");
            return ExitCode.FAILED.status();
        }
        return ExitCode.DONE.status();
    }

    private JsonNode asked() {
        ControlApi api = session.api();
        ObjectNode body = Group.withReason(api.command(), reason);
        to.ifPresent(version -> body.put("to", version));
        session.printer().progress("rolling back " + model + " …");
        JsonNode answer = api.post("/models/" + ControlApi.segment(model) + "/rollback", body);
        session.printer().progressEnded();
        return answer;
    }

    private static void print(JsonNode answer, Printer printer) {
        printer.line(Printer.printable(answer.path("message").asText()));
        GATEWAYS.print(answer, printer);
    }
}
