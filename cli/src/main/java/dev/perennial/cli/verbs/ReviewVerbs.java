package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial review}: the queue of versions that wait for a person. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = "The queue of versions that wait for a person.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial review list"})
final class ReviewVerbs extends Group {
    private static final Table LIST = Table.of("/reviews", "No review waits.")
            .column("REVIEW", "/review")
            .column("VERSION", "/version")
            .column("STATUS", "/status")
            .column("DEADLINE", "/deadline", Cell.TIME)
            .column("EVIDENCE", "/evidence", Cell.DIGEST)
            .column("WHAT", "/sentence");

    @Mixin
    private final Session session;

    ReviewVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the reviews that wait, the most pressing first.",
            footer = {"", "Example: perennial review list --status all"})
    int list(
            @Option(
                            names = "--status",
                            defaultValue = "open",
                            paramLabel = "STATUS",
                            description = "open or all (default: ${DEFAULT-VALUE}).")
                    String status) {
        return session.show(session.api().get("/reviews?status=" + ControlApi.segment(status)), LIST);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a review with its evidence.",
            footer = {"", "Example: perennial review show flight-delay-r3-review"})
    int show(@Parameters(paramLabel = "REVIEW", description = "The review's id.") String review) {
        return session.show(session.api().get("/reviews/" + ControlApi.segment(review)), new ReviewView());
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves a review: the version is rolled out.",
            footer = {"", "Example: perennial review approve flight-delay-r3-review --comment \"better on every slice\""
            })
    int approve(
            @Parameters(paramLabel = "REVIEW", description = "The review's id.") String review,
            @Option(
                            names = "--evidence",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "DIGEST",
                            description = "The evidence that was read, or the first digits of its digest.")
                    Optional<String> evidence,
            @Option(names = "--comment", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> comment) {
        return decide("approve", review, evidence, comment);
    }

    @Command(
            name = "reject",
            mixinStandardHelpOptions = true,
            description = "Rejects a review: the version is never rolled out.",
            footer = {"", "Example: perennial review reject flight-delay-r3-review --comment \"worse at night\""})
    int reject(
            @Parameters(paramLabel = "REVIEW", description = "The review's id.") String review,
            @Option(
                            names = "--evidence",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "DIGEST",
                            description = "The evidence that was read, or the first digits of its digest.")
                    Optional<String> evidence,
            @Option(names = "--comment", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> comment) {
        return decide("reject", review, evidence, comment);
    }

    private int decide(String choice, String review, Optional<String> evidence, Optional<String> comment) {
        ControlApi api = session.api();
        String path = "/reviews/" + ControlApi.segment(review);
        JsonNode shown = api.get(path);
        String digest = shown.path("evidence").asText();
        if (evidence.isPresent() && !digest.startsWith(evidence.get())) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "Cannot " + choice + " review " + review + ": its evidence is " + digest + ", not " + evidence.get()
                            + "; read it with: perennial review show " + review);
        }
        ObjectNode body = api.command().put("evidence", digest);
        comment.ifPresent(text -> body.put("comment", text));
        return session.show(api.post(path + "/" + choice, body), Group::printMessage);
    }
}
