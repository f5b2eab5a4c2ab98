package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perennial registry}: upkeep of the registry. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = "Upkeep of the registry.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial registry verify flight-delay"})
final class RegistryVerbs extends Group {
    @Mixin
    private final Session session;

    RegistryVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Reads a model's whole log and names the first entry that does not fit.",
            footer = {"", "Example: perennial registry verify flight-delay"})
    int verify(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        JsonNode answer = session.api().get("/models/" + ControlApi.segment(model) + "/verification");
        boolean sound = answer.path("sound").asBoolean();
        session.show(
                answer,
                (shown, printer) -> printer.line(
                        sound
                                ? model + ": all " + shown.path("entries").asLong() + " entries fit"
                                : model + ": " + shown.path("damage").asText()));
        return sound ? ExitCode.DONE.status() : ExitCode.FAILED.status();
    }
}
