package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial model}: declares models and shows how they stand. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Declares models and shows how they stand.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial model apply -f flight-delay.yaml"})
final class ModelVerbs extends Group {
    private static final Table LIST = Table.of("/models", "No model is declared.")
            .column("MODEL", "/model")
            .column("PHASE", "/phase")
            .column("CHAMPION", "/champion")
            .column("CHALLENGER", "/challenger")
            .column("LAST WINDOW", "/lastWindow/window")
            .column("VERDICT", "/lastWindow/verdict")
            .column("HELD", "/held", Cell.YES);
    private static final Card SHOW = Card.blank()
            .line("model", "/model")
            .line("owner", "/owner")
            .line("phase", "/phase")
            .line("champion", "/champion")
            .line("since", "/championSince", Cell.TIME)
            .line("previous", "/previous")
            .line("challenger", "/challenger")
            .line("challenger's share", "/traffic/basisPoints", Cell.SHARE)
            .line("review", "/review/review")
            .line("retraining", "/retraining/run")
            .line("hold", "/hold/reason")
            .line("monitored from", "/monitoredFrom", Cell.TIME)
            .line("last window", "/lastWindow/window")
            .line("verdict", "/lastWindow/verdict")
            .line("revision", "/revision")
            .line("versions", "/versions")
            .line("lifecycle", "/entity/sentence");

    @Mixin
    private final Session session;

    ModelVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Declares a model by its file, or changes it; applying the same file again changes nothing.",
            footer = {"", "Example: perennial model apply -f flight-delay.yaml"})
    int apply(
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The model's file.")
                    Path file) {
        JsonNode answer;
        try {
            answer = session.api().post("/models", "application/yaml", Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "Cannot read " + file + ": " + e.getMessage());
        } catch (CommandFailure refused) {
            throw new CommandFailure(refused.exitCode(), file + ": " + refused.getMessage());
        }
        return session.show(answer, ModelVerbs::printApplied);
    }

    private static void printApplied(JsonNode answer, Printer printer) {
        String revision = answer.path("model").asText() + " revision "
                + answer.path("revision").asInt();
        if (answer.path("changed").isEmpty()) {
            printer.line(revision + ": unchanged");
            return;
        }
        printer.line(revision + " applied");
        answer.path("changed").forEach(change -> printer.line("  " + Printer.printable(change.asText())));
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the models.",
            footer = {"", "Example: perennial model list"})
    int list() {
        return session.show(session.api().get("/models"), LIST);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows how a model stands.",
            footer = {"", "Example: perennial model show flight-delay"})
    int show(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(session.api().get("/models/" + ControlApi.segment(model)), SHOW);
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Withdraws a model's declaration. Its history and its versions stay.",
            footer = {"", "Example: perennial model delete flight-delay --reason \"replaced by flight-risk\""})
    int delete(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        ControlApi api = session.api();
        return session.show(
                api.delete("/models/" + ControlApi.segment(model), withReason(api.command(), reason)),
                (answer, printer) -> printer.line(answer.path("model").asText() + ": "
                        + answer.path("message").asText()));
    }
}
