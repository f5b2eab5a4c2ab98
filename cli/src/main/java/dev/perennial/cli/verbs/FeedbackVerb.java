package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.activities.data.JsonRows;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.shell.CommandFailure;
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
            "Tells a gateway what became of predictions: labels, corrections, ratings, clicks.",
            "Columns are prediction_id (or own_id and event_time), label; if wanted kind, value, action, revision,"
                    + " labelled_at, source.",
            "Ends with 1 if a row was not taken; the others are."
        },
        footer = {"", "Example: perennial feedback flight-delay -f labels.csv"})
final class FeedbackVerb implements Callable<Integer> {
    private static final int ROWS_PER_REQUEST = 1000;
    private static final int MOST_REASONS = 1000;
    private static final int MOST_SHOWN = 20;

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "CSV with a heading, JSON lines or Parquet.")
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
        Sending sending = new Sending(session.gateway(gateway));
        try {
            JsonRows.each(file, sending::row);
            sending.send();
        } catch (InvalidTableException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        } finally {
            session.printer().progressEnded();
        }
        session.show(sending.answer(), FeedbackVerb::print);
        return sending.notTaken == 0 ? ExitCode.DONE.status() : ExitCode.FAILED.status();
    }

    private static void print(JsonNode answer, Printer printer) {
        int quarantined = answer.path("quarantined").asInt();
        int known = answer.path("duplicates").asInt();
        printer.line("accepted " + answer.path("accepted").asInt()
                + (known > 0 ? " (" + known + " known already)" : "")
                + (quarantined > 0 ? ", quarantined " + quarantined : "") + ", rejected "
                + answer.path("notTaken").asInt());
        if (quarantined > 0) {
            printer.line(Printer.printable(
                    "  quarantine: " + answer.path("quarantineReason").asText()));
        }
        RejectedRows.print(answer.path("rejected"), answer.path("notTaken").asLong(), MOST_SHOWN, printer);
    }

    /** The rows of a file on their way, in requests of equal size. */
    private final class Sending {
        private final ControlApi server;
        private final ObjectNode answer;
        private final ArrayNode rejected;
        private final StringBuilder lines = new StringBuilder();
        private int waiting;
        private long sent;
        private long accepted;
        private long duplicates;
        private long quarantined;
        private long notTaken;

        private Sending(ControlApi server) {
            this.server = server;
            answer = server.object().put("model", model);
            rejected = server.object().putArray("rejected");
        }

        private void row(String json) {
            lines.append(json).append('\n');
            waiting++;
            if (waiting == ROWS_PER_REQUEST) {
                send();
            }
        }

        private void send() {
            if (waiting == 0) {
                return;
            }
            JsonNode taken =
                    server.postItems("/v2/models/" + ControlApi.segment(model) + "/feedback", lines.toString());
            accepted += taken.path("accepted").asLong();
            duplicates += taken.path("duplicates").asLong();
            quarantined += taken.path("quarantined").asLong();
            if (taken.has("quarantine_reason")) {
                answer.put("quarantineReason", taken.path("quarantine_reason").asText());
            }
            notTaken += taken.path("rejected").size();
            for (JsonNode item : taken.path("rejected")) {
                if (rejected.size() < MOST_REASONS) {
                    rejected.addObject()
                            .put("row", sent + item.path("index").asLong() + 1)
                            .put(
                                    "id",
                                    item.path("prediction_id")
                                            .asText(item.path("own_id").asText()))
                            .put("reason", item.path("reason").asText());
                }
            }
            sent += waiting;
            waiting = 0;
            lines.setLength(0);
            session.printer().progress(sent + " rows sent");
        }

        private ObjectNode answer() {
            answer.put("rows", sent)
                    .put("accepted", accepted)
                    .put("duplicates", duplicates)
                    .put("quarantined", quarantined)
                    .put("notTaken", notTaken);
            answer.set("rejected", rejected);
            return answer;
        }
    }
}
