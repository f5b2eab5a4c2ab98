package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial data}: brings rows that were made elsewhere. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Brings rows that were made elsewhere.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial data import flight-delay --labelled january.csv"})
final class DataVerbs extends Group {
    private static final Card IMPORTED = Card.blank()
            .line("model", "/model")
            .line("rows", "/rows")
            .line("first", "/first", Cell.TIME)
            .line("last", "/last", Cell.TIME)
            .line("table", "/table", Cell.DIGEST);

    @Mixin
    private final Session session;

    DataVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Adds a table of labelled rows to a model's history: the features, the label and event_time.",
            footer = {"", "Example: perennial data import flight-delay --labelled january.csv"})
    int importTable(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--labelled",
                            required = true,
                            paramLabel = "FILE",
                            description = "CSV, JSON lines or Parquet.")
                    Path file) {
        try {
            JsonNode answer =
                    TableUpload.send(session.api(), "/models/" + ControlApi.segment(model) + "/imports", file);
            return session.show(answer, IMPORTED);
        } catch (InvalidTableException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        }
    }
}
