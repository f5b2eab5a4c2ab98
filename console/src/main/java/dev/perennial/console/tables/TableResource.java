package dev.perennial.console.tables;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.ErrorCode;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.SpecProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Takes Parquet tables of labelled rows: as part of a model's history, or only into the store. */
public final class TableResource {
    /** The column that holds each row's event time. */
    public static final String EVENT_TIME = "event_time";

    private static final long LARGEST = 4L << 30;

    private final Registry registry;
    private final KnownModels models;

    /** Tables for the models of this registry. */
    public TableResource(Registry registry, KnownModels models) {
        this.registry = registry;
        this.models = models;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/api/v1/models/{model}/imports", this::importTable);
        routes.post("/api/v1/models/{model}/tables", this::upload);
    }

    private void importTable(Context context) {
        Actor actor = Parameters.actor(context);
        received(context, (state, file) -> {
            Checked checked = checked(registry.spec(state), file);
            Digest table = registry.putBlob(file);
            RegistryEntry entry = registry.append(
                    state.model(), "import:" + table, newest -> draft(newest.model(), table, checked, actor));
            Json.answer(
                    context,
                    new Imported(
                            state.model(),
                            table,
                            checked.rows(),
                            checked.span().map(ParquetTable.Span::first),
                            checked.span().map(ParquetTable.Span::last),
                            entry.seq()));
        });
    }

    private void upload(Context context) {
        received(context, (state, file) -> {
            Checked checked = checked(registry.spec(state), file);
            Json.answer(context, new Uploaded(registry.putBlob(file), checked.rows()));
        });
    }

    private static EntryDraft draft(ModelName model, Digest table, Checked checked, Actor actor) {
        ParquetTable.Span span = checked.span()
                .orElseThrow(() -> ApiException.invalid("Invalid table: the column '" + EVENT_TIME
                        + "' has no statistics; write the file with column statistics"));
        Instant end = span.last().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        return new EntryDraft(
                TimelineKind.DATA_IMPORTED,
                actor,
                Optional.of(span.last()),
                "Imported " + checked.rows() + " labelled rows of " + model + " from " + PlainTime.of(span.first())
                        + " to " + PlainTime.of(span.last()),
                new RegistryChange.DataImported(table, span.first(), end, checked.rows()),
                Evidence.none().with("rows", (double) checked.rows()).with("table", table.hex()));
    }

    private static Checked checked(ModelSpec spec, Path file) {
        ParquetTable table = ParquetTable.read(file);
        List<SpecProblem> problems = TableCheck.problems(spec, table);
        if (!problems.isEmpty()) {
            throw new ApiException(
                    ErrorCode.INVALID,
                    "Invalid table for " + spec.name() + ": "
                            + String.join(
                                    "; ",
                                    problems.stream().map(SpecProblem::message).toList()),
                    problems);
        }
        return new Checked(table.rows(), table.span(EVENT_TIME));
    }

    private void received(Context context, BiConsumer<ModelState, Path> use) {
        ModelState state = models.state(context);
        try {
            Path file = Files.createTempFile("perennial-table-", ".parquet");
            try {
                receive(context, file);
                use.accept(state, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot receive a table", e);
        }
    }

    private static void receive(Context context, Path file) throws IOException {
        try (InputStream body = context.bodyInputStream();
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > LARGEST) {
                    throw ApiException.invalid("Invalid table: more than " + LARGEST + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private record Checked(long rows, Optional<ParquetTable.Span> span) {}

    private record Imported(
            ModelName model, Digest table, long rows, Optional<Instant> first, Optional<Instant> last, long seq) {}

    private record Uploaded(Digest digest, long rows) {}
}
