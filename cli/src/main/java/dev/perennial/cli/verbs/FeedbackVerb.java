package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial feedback}: tells a gateway what became of predictions. */
@Command(
        name = "feedback",
        mixinStandardHelpOptions = true,
        description = {
            "Tells a gateway what became of predictions.",
            "Columns are prediction_id, label (0 or 1), and if known labelled_at."
        },
        footer = {"", "Example: perennial feedback flight-delay -f labels.csv"})
final class FeedbackVerb implements Callable<Integer> {
    private static final int LABELS_PER_REQUEST = 500;

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "CSV with a heading, or JSON lines.")
    private Path file = Path.of("");

    @Option(
            names = "--gateway",
            defaultValue = Option.NULL_VALUE,
            paramLabel = "URL",
            description = "The gateway; otherwise PERENNIAL_GATEWAY_URL, otherwise one that is alive.")
    private Optional<String> gateway = Optional.empty();

    FeedbackVerb(Shell shell) {
        this.session = new Session(shell);
    }

    @Override
    public Integer call() {
        ControlApi server = session.gateway(gateway);
        ObjectNode answer = server.object();
        answer.put("model", model);
        ArrayNode rejected = answer.putArray("rejected");
        int accepted = 0;
        ObjectNode body = server.object();
        ArrayNode labels = body.putArray("labels");
        var rows = RowFile.read(file).iterator();
        while (rows.hasNext()) {
            labels.add(rows.next());
            if (labels.size() == LABELS_PER_REQUEST || !rows.hasNext()) {
                JsonNode taken = server.post("/v2/models/" + ControlApi.segment(model) + "/feedback", body);
                accepted += taken.path("accepted").asInt();
                taken.path("rejected").forEach(rejected::add);
                labels.removeAll();
            }
        }
        answer.put("accepted", accepted);
        session.show(answer, FeedbackVerb::print);
        return rejected.isEmpty() ? ExitCode.DONE.status() : ExitCode.FAILED.status();
    }

    private static void print(JsonNode answer, Printer printer) {
        printer.line("accepted " + answer.path("accepted").asInt() + ", rejected "
                + answer.path("rejected").size());
        answer.path("rejected")
                .forEach(item -> printer.line(Printer.printable("  "
                        + item.path("prediction_id").asText() + ": "
                        + item.path("reason").asText())));
    }
}
