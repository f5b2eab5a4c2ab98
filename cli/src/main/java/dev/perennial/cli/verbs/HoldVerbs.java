package dev.perennial.cli.verbs;

import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial hold}: the stop that a rollback leaves. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "The stop that a rollback leaves: while it stands, nothing is retrained or rolled out.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial hold release flight-delay --reason \"feed repaired\""})
final class HoldVerbs extends Group {
    private static final Card SHOW = Card.blank()
            .line("model", "/model")
            .line("held by", "/hold/actor")
            .line("since", "/hold/since", Cell.TIME)
            .line("reason", "/hold/reason");

    @Mixin
    private final Session session;

    HoldVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a model's hold.",
            footer = {"", "Example: perennial hold show flight-delay"})
    int show(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(session.api().get("/models/" + ControlApi.segment(model) + "/hold"), (answer, printer) -> {
            if (answer.path("held").asBoolean()) {
                SHOW.print(answer, printer);
            } else {
                printer.line(model + " is not held.");
            }
        });
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Allows retraining and rollout again.",
            footer = {"", "Example: perennial hold release flight-delay --reason \"feed repaired\""})
    int release(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", required = true, description = "Why it may go on.") String reason) {
        ControlApi api = session.api();
        return session.show(
                api.post(
                        "/models/" + ControlApi.segment(model) + "/hold/release",
                        api.command().put("reason", reason)),
                Group::printMessage);
    }
}
