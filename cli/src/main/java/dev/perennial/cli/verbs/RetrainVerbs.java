package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial retrain}: asks for new versions and tells what became of the runs. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description = "Asks for a new version, and tells what became of retraining runs.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial retrain start flight-delay --reason \"new timetable\""})
final class RetrainVerbs extends Group {
    private static final Table LIST = Table.of("/retrainings", "No retraining run so far.")
            .column("RUN", "/run")
            .column("STATUS", "/status")
            .column("TRIGGER", "/trigger")
            .column("DATA UP TO", "/asOf", Cell.TIME)
            .column("VERSION", "/version")
            .column("REASON", "/reason");
    private static final Card SHOW = Card.blank()
            .line("run", "/run")
            .line("model", "/model")
            .line("status", "/status")
            .line("trigger", "/trigger")
            .line("reason", "/reason")
            .line("requested by", "/requestedBy")
            .line("data up to", "/asOf", Cell.TIME)
            .line("started", "/startedAt", Cell.TIME)
            .line("ended", "/endedAt", Cell.TIME)
            .line("outcome", "/outcome")
            .line("version", "/version")
            .line("workflow", "/workflow");
    private static final Table STEPS = Table.of("/steps", "")
            .column("SEQ", "/seq")
            .column("EVENT TIME", "/eventTime", Cell.TIME)
            .column("KIND", "/kind")
            .column("WHAT", "/sentence");

    @Mixin
    private final Session session;

    RetrainVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Asks for a new version and waits for the end of its run.",
            footer = {"", "Example: perennial retrain start flight-delay --reason \"new timetable\""})
    int start(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", required = true, description = "Why a new version is wanted.") String reason,
            @Option(
                            names = "--table",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "FILE",
                            description = "Train on this table (CSV, JSON lines or Parquet) and not on the log.")
                    Optional<Path> table,
            @Option(
                            names = "--as-of",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "TIME",
                            description = "Use data up to this event time; otherwise up to where the log is complete.")
                    Optional<String> asOf,
            @Mixin Waiting waiting) {
        ControlApi api = session.api();
        ObjectNode body = api.command().put("reason", reason);
        asOf.ifPresent(time -> body.put("asOf", time));
        table.ifPresent(file -> body.put("table", uploaded(api, model, file)));
        String retrainings = "/models/" + ControlApi.segment(model) + "/retrainings";
        JsonNode accepted = api.post(retrainings, body);
        if (waiting.isLeftOut()) {
            return session.show(
                    accepted,
                    (answer, printer) -> printer.line(answer.path("id").asText()));
        }
        if (session.isForPeople()) {
            session.printer().line(Printer.printable(accepted.path("message").asText()));
        }
        JsonNode run = awaited(
                api, retrainings + "/" + ControlApi.segment(accepted.path("id").asText()));
        session.show(run, SHOW);
        if (run.path("status").asText().contains("failed")) {
            return ExitCode.FAILED.status();
        }
        return ExitCode.DONE.status();
    }

    private static String uploaded(ControlApi api, String model, Path file) {
        try {
            return TableUpload.send(api, "/models/" + ControlApi.segment(model) + "/tables", file)
                    .path("digest")
                    .asText();
        } catch (InvalidTableException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** The run once it has ended; tells each step as it happens. */
    private JsonNode awaited(ControlApi api, String path) {
        long told = 0;
        while (true) {
            JsonNode run = latest(api, path);
            for (JsonNode step : run.path("steps")) {
                if (step.path("seq").asLong() > told) {
                    told = step.path("seq").asLong();
                    if (session.isForPeople()) {
                        session.printer().line(HistoryVerbs.line(step));
                    }
                }
            }
            if (run.hasNonNull("endedAt")) {
                session.printer().progressEnded();
                return run;
            }
            session.printer().progress("retraining …");
            session.pause();
        }
    }

    /* The entity answers before its activity has written the run to the log. */
    private static JsonNode latest(ControlApi api, String path) {
        try {
            return api.get(path);
        } catch (CommandFailure failure) {
            if (failure.exitCode() == ExitCode.NOT_FOUND) {
                return api.object();
            }
            throw failure;
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the retraining runs of a model, the newest first.",
            footer = {"", "Example: perennial retrain list flight-delay"})
    int list(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(session.api().get("/models/" + ControlApi.segment(model) + "/retrainings"), LIST);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows the newest retraining run of a model.",
            footer = {"", "Example: perennial retrain status flight-delay"})
    int status(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        String retrainings = "/models/" + ControlApi.segment(model) + "/retrainings";
        String newest = session.api().get(retrainings).at("/retrainings/0/run").asText("");
        if (newest.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "No retraining run of " + model + " so far; ask for one with:" + " perennial retrain start " + model
                            + " --reason TEXT");
        }
        return show(newest);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a retraining run with its steps.",
            footer = {"", "Example: perennial retrain show flight-delay-r3"})
    int show(@Parameters(paramLabel = "RUN", description = "The run's name.") String run) {
        String model = run.replaceFirst("-r[0-9]+$", "");
        JsonNode answer =
                session.api().get("/models/" + ControlApi.segment(model) + "/retrainings/" + ControlApi.segment(run));
        return session.show(answer, (shown, printer) -> {
            SHOW.print(shown, printer);
            printer.line("");
            STEPS.print(shown, printer);
        });
    }
}
