package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.ImportColumns;
import dev.perennial.activities.data.ImportOutcome;
import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.activities.data.LogImport;
import dev.perennial.activities.data.Spool;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings predictions and labels that were made elsewhere into a model's log, on this machine and with this machine's leave
 * to write the bucket. Labels go first: a window that a monitor closes between the two has them.
 */
final class LogImportVerb {
    private static final int THREADS = 2;
    private static final int DOWNLOADS = 8;
    private static final int MEGABYTES = 1024;
    private static final long SPOOL_BYTES = 4_000_000_000L;
    private static final int MOST_SHOWN = 20;

    private final Session session;

    LogImportVerb(Session session) {
        this.session = session;
    }

    int run(String model, Optional<Path> predictions, Optional<Path> labels, Columns named) {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("model", model);
        Path home = session.shell().home().resolve("import");
        S3Settings settings = S3Settings.fromEnvironment(session.addresses().environment());
        long unfit = 0;
        try (S3ObjectStore store = S3ObjectStore.of(settings);
                Spool spool = Spool.over(
                        store,
                        home.resolve("spool"),
                        SPOOL_BYTES,
                        DOWNLOADS,
                        session.shell().clock())) {
            ModelSpec spec = spec(new ObjectStoreRegistry(store, session.shell().clock()), new ModelName(model));
            ImportColumns columns = new ImportColumns(
                    named.id(),
                    named.time(),
                    named.score(),
                    named.label().orElse(spec.label().name()));
            Files.createDirectories(home.resolve("temporary"));
            LogImport imports = new LogImport(
                    store,
                    spool,
                    new DuckDbSettings(MEGABYTES, THREADS, home.resolve("temporary")),
                    session.shell().clock());
            if (labels.isPresent()) {
                session.printer().progress("importing labels");
                ImportOutcome outcome = imports.labels(spec, labels.get(), columns);
                unfit += outcome.unfit();
                boolean alone = predictions.isEmpty();
                answer.set("labels", written(outcome, alone ? outcome.unmatched() : Optional.empty()));
            }
            if (predictions.isPresent()) {
                session.printer().progress("importing predictions");
                ImportOutcome outcome = imports.predictions(spec, predictions.get(), columns);
                unfit += outcome.unfit();
                answer.set("predictions", written(outcome, Optional.empty()));
            }
        } catch (InvalidTableException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + home, e);
        } finally {
            session.printer().progressEnded();
        }
        session.show(answer, LogImportVerb::print);
        return unfit == 0 ? ExitCode.DONE.status() : ExitCode.FAILED.status();
    }

    private static ModelSpec spec(Registry registry, ModelName model) {
        ModelState state = registry.state(model);
        if (state.spec().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "There is no model " + model + "; declare it with: perennial model apply -f FILE");
        }
        return registry.spec(state);
    }

    private static ObjectNode written(ImportOutcome outcome, Optional<Long> unmatched) {
        ObjectNode tree = new ObjectMapper()
                .createObjectNode()
                .put("rows", outcome.rows())
                .put("added", outcome.added())
                .put("known", outcome.known())
                .put("repeated", outcome.repeated())
                .put("notTaken", outcome.unfit())
                .put("files", outcome.files());
        outcome.first().ifPresent(time -> tree.put("first", time.toString()));
        outcome.last().ifPresent(time -> tree.put("last", time.toString()));
        unmatched.ifPresent(count -> tree.put("unmatched", count));
        ArrayNode rejected = tree.putArray("rejected");
        outcome.reasons()
                .forEach(row -> rejected.addObject().put("row", row.row()).put("reason", row.reason()));
        return tree;
    }

    private static void print(JsonNode answer, Printer printer) {
        for (String kind : new String[] {"labels", "predictions"}) {
            JsonNode part = answer.path(kind);
            if (part.isMissingNode()) {
                continue;
            }
            printer.line(kind + ": " + part.path("rows").asLong() + " rows, added "
                    + part.path("added").asLong() + ", known "
                    + part.path("known").asLong() + ", repeated "
                    + part.path("repeated").asLong() + ", rejected "
                    + part.path("notTaken").asLong());
            if (part.has("first")) {
                printer.line("  from " + part.path("first").asText() + " to "
                        + part.path("last").asText());
            }
            if (part.path("unmatched").asLong() > 0) {
                printer.line("  " + part.path("unmatched").asLong()
                        + " of them are of no prediction in the log: its id and event_time must be the prediction's");
            }
            RejectedRows.print(part.path("rejected"), part.path("notTaken").asLong(), MOST_SHOWN, printer);
        }
    }

    /** What the file's columns are called; the label by default as the model's file names it. */
    record Columns(String id, String time, String score, Optional<String> label) {}
}
