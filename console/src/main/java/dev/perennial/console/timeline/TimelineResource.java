package dev.perennial.console.timeline;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The timeline: a model's log as sentences, and one entry with all it rests on. */
public final class TimelineResource {
    private static final int LONGEST_PAGE = 1_000;

    private final Registry registry;
    private final KnownModels models;

    /** The timelines of this registry. */
    public TimelineResource(Registry registry, KnownModels models) {
        this.registry = registry;
        this.models = models;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/models/{model}/history", this::list);
        routes.get("/api/v1/models/{model}/history/{seq}", this::show);
        routes.get("/api/v1/models/{model}/verification", this::verify);
    }

    private void list(Context context) {
        ModelName model = models.state(context).model();
        long after = Parameters.number(context, "after", 0, 0, Long.MAX_VALUE / 2);
        int limit = (int) Parameters.number(context, "limit", LONGEST_PAGE, 1, LONGEST_PAGE);
        Optional<Instant> since = Parameters.instant(context, "since");
        Optional<TimelineKind> kind =
                Parameters.text(context, "kind").map(word -> Parameters.valid(() -> TimelineKind.ofWord(word)));
        List<TimelineEntry> entries = LogReader.after(registry, model, after).stream()
                .map(TimelineEntry::of)
                .filter(entry -> since.isEmpty() || !entry.eventTime().isBefore(since.get()))
                .filter(entry -> kind.isEmpty() || entry.kind() == kind.get())
                .limit(limit)
                .toList();
        Json.answer(context, new Page(model, entries));
    }

    private void show(Context context) {
        ModelName model = models.state(context).model();
        long seq = Parameters.pathNumber(context, "seq");
        RegistryEntry entry = registry.history(model, seq - 1, 1).stream()
                .filter(found -> found.seq() == seq)
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("No entry " + seq + " in the history of " + model
                        + "; the newest is " + registry.state(model).seq()));
        Json.answer(
                context,
                new Why(
                        TimelineEntry.of(entry),
                        model,
                        entry.operation(),
                        entry.previous(),
                        entry.entry().change()));
    }

    private void verify(Context context) {
        ModelName model = models.state(context).model();
        Optional<String> damage = registry.verify(model);
        Json.answer(
                context,
                new Verification(model, damage.isEmpty(), registry.state(model).seq(), damage));
    }

    private record Page(ModelName model, List<TimelineEntry> entries) {}

    private record Why(
            @JsonUnwrapped TimelineEntry line,
            ModelName model,
            String operation,
            Optional<Digest> previous,
            RegistryChange change) {}

    private record Verification(ModelName model, boolean sound, long entries, Optional<String> damage) {}
}
