package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial data}: brings rows that were made elsewhere, and asks the log. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Brings rows that were made elsewhere, and asks the log.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial data import flight-delay --labelled january.csv"})
final class DataVerbs extends Group {
    private static final Card IMPORTED = Card.blank()
            .line("model", "/model")
            .line("rows", "/rows")
            .line("first", "/first", Cell.TIME)
            .line("last", "/last", Cell.TIME)
            .line("table", "/table", Cell.DIGEST);

    private static final Card UPKEPT = Card.blank()
            .line("model", "/model")
            .line("workflow", "/workflow")
            .line("done", "/done")
            .line("looked at", "/pieces")
            .line("files replaced", "/totals/files")
            .line("rows", "/totals/rows")
            .line("training tables", "/totals/extracts")
            .line("files deleted", "/totals/removed")
            .line("receipt", "/receipt")
            .line("entity digest", "/entityDigest");

    @Mixin
    private final Session session;

    DataVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Brings rows that were made elsewhere: predictions and labels with ids of their own into the log, or a table"
                        + " of labelled rows (the features, the label and event_time) to train on.",
                "The same file adds nothing twice. Rows that do not fit are named and left out; the command then ends with 1."
            },
            footer = {
                "",
                "Example: perennial data import flight-delay --predictions served.parquet --labels landed.csv --id flight"
            })
    int importTable(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--labelled",
                            paramLabel = "FILE",
                            description = "Labelled rows to train on: CSV, JSON lines or Parquet.")
                    Optional<Path> labelled,
            @Option(
                            names = "--predictions",
                            paramLabel = "FILE",
                            description =
                                    "Predictions: id, event_time, score and the features; if wanted entity, version,"
                                            + " latency_ms.")
                    Optional<Path> predictions,
            @Option(
                            names = "--labels",
                            paramLabel = "FILE",
                            description =
                                    "Labels: id and event_time of the prediction, and the label; if wanted revision,"
                                            + " labelled_at, source.")
                    Optional<Path> labels,
            @Option(
                            names = "--id",
                            paramLabel = "COLUMN",
                            defaultValue = "id",
                            description = "The column of the rows' ids (default: ${DEFAULT-VALUE}).")
                    String id,
            @Option(
                            names = "--time",
                            paramLabel = "COLUMN",
                            defaultValue = "event_time",
                            description = "The column of the event time (default: ${DEFAULT-VALUE}).")
                    String time,
            @Option(
                            names = "--score",
                            paramLabel = "COLUMN",
                            defaultValue = "score",
                            description = "The column of the prediction (default: ${DEFAULT-VALUE}).")
                    String score,
            @Option(
                            names = "--label",
                            paramLabel = "COLUMN",
                            description = "The column of the label (default: as the model's file names it).")
                    Optional<String> label) {
        if (labelled.isPresent() == (predictions.isPresent() || labels.isPresent())) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "Expected --predictions FILE, --labels FILE or both, or --labelled FILE alone; see: perennial data import"
                            + " --help");
        }
        if (labelled.isEmpty()) {
            return new LogImportVerb(session)
                    .run(model, predictions, labels, new LogImportVerb.Columns(id, time, score, label));
        }
        try {
            JsonNode answer = TableUpload.send(
                    session.api(), "/models/" + ControlApi.segment(model) + "/imports", labelled.get());
            return session.show(answer, IMPORTED);
        } catch (InvalidTableException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        }
    }

    @Command(
            name = "sql",
            mixinStandardHelpOptions = true,
            description = {
                "Asks a model's log in SQL (DuckDB). Views: predictions (each once), labels (all that came), joined (each"
                        + " prediction once, with the label that stands).",
                "Reads the bucket with this machine's AWS_... settings; -o table, json or csv."
            },
            footer = {"", "Example: perennial data sql flight-delay \"SELECT avg(_label), count(*) FROM joined\""})
    int sql(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Parameters(paramLabel = "SQL", description = "One statement that reads.") String sql,
            @Option(names = "--from", paramLabel = "TIME", description = "The first event time, such as 2013-03-01.")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "TIME", description = "The event time to stop before.")
                    Optional<String> to,
            @Option(
                            names = "--memory",
                            paramLabel = "MB",
                            defaultValue = "1024",
                            description = "How much memory the query may take (default: ${DEFAULT-VALUE}).")
                    int megabytes) {
        return new LogSql(session).ask(model, sql, from, to, megabytes);
    }

    @Command(
            name = "labels",
            mixinStandardHelpOptions = true,
            description = {
                "Shows how many of a model's predictions have their label by what age (Kaplan-Meier, 95 % intervals).",
                "Reads the bucket with this machine's AWS_... settings."
            },
            footer = {"", "Example: perennial data labels flight-delay --from 2013-05-01"})
    int labels(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--from", paramLabel = "TIME", description = "The first event time, such as 2013-03-01.")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "TIME", description = "The event time to stop before.")
                    Optional<String> to) {
        return LabelAges.show(session, model, from, to);
    }

    @Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = "Makes one file of an hour's many in a model's log, which a schedule does every hour, too.",
            footer = {"", "Example: perennial data compact flight-delay"})
    int compact(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model, @Mixin Waiting waiting) {
        return upkeep(model, "compact", session.api().command(), waiting);
    }

    @Command(
            name = "expire",
            mixinStandardHelpOptions = true,
            description =
                    "Removes the rows that are older than log.keep of the model's file, which a schedule does too.",
            footer = {"", "Example: perennial data expire flight-delay"})
    int expire(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model, @Mixin Waiting waiting) {
        return upkeep(model, "expire", session.api().command(), waiting);
    }

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description = {
                "Removes an entity's predictions, what was said about them, and training rows made of them.",
                "The timeline tells how many, by whom and why, and names the entity by a digest; the receipt shows later whose"
                        + " rows were meant. Replaced files are deleted an hour later."
            },
            footer = {"", "Example: perennial data erase flight-delay --entity N14228 --reason \"owner's request 117\""
            })
    int erase(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--entity",
                            required = true,
                            paramLabel = "ENTITY",
                            description = "As requests named it in parameters.entity.")
                    String entity,
            @Option(names = "--reason", required = true, description = "Why; it stays in the timeline.") String reason,
            @Mixin Waiting waiting) {
        return upkeep(
                model, "erase", session.api().command().put("entity", entity).put("reason", reason), waiting);
    }

    private int upkeep(String model, String task, ObjectNode body, Waiting waiting) {
        if (waiting.isLeftOut()) {
            body.put("wait", "no");
        }
        return session.show(session.api().post("/models/" + ControlApi.segment(model) + "/log/" + task, body), UPKEPT);
    }
}
