package dev.perennial.console.retrainings;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.console.timeline.LogReader;
import dev.perennial.console.timeline.TimelineEntry;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.model.RetrainCommand;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Starts retraining runs and tells of them. */
public final class RetrainingResource {
    private final Registry registry;
    private final ObjectStore store;
    private final KnownModels models;
    private final Loop loop;

    /** The runs of this registry, started through this loop. */
    public RetrainingResource(Registry registry, ObjectStore store, KnownModels models, Loop loop) {
        this.registry = registry;
        this.store = store;
        this.models = models;
        this.loop = loop;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/api/v1/models/{model}/retrainings", this::start);
        routes.get("/api/v1/models/{model}/retrainings", this::list);
        routes.get("/api/v1/models/{model}/retrainings/{run}", this::show);
    }

    private void start(Context context) {
        ModelState state = models.state(context);
        ModelName model = state.model();
        Body body = Body.of(context, "reason", "table", "asOf", "commandId");
        Optional<Digest> table = body.digest("table");
        table.filter(digest -> !store.exists(blob(digest))).ifPresent(digest -> {
            throw ApiException.notFound("No table " + digest.abbreviated() + " in the store; upload it first");
        });
        Json.answer(
                context,
                loop.requestRetraining(
                        model,
                        new RetrainCommand(
                                body.commandId(),
                                RetrainSpec.Trigger.MANUAL,
                                body.required("reason", "why a new version is wanted"),
                                Parameters.actor(context),
                                body.instant("asOf").or(() -> endOfImports(state)),
                                table)));
    }

    /* A model that never answered has no watermark: its first version learns from all that was imported. */
    private static Optional<Instant> endOfImports(ModelState state) {
        return state.champion().isPresent()
                ? Optional.empty()
                : state.imports().stream().map(ModelState.ImportedTable::to).max(Comparator.naturalOrder());
    }

    private static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest;
    }

    private void list(Context context) {
        ModelName model = models.state(context).model();
        Json.answer(context, new Listing(model, Retrainings.of(registry, model)));
    }

    private void show(Context context) {
        ModelName model = models.state(context).model();
        String name = context.pathParam("run");
        Retrainings.Run run = Retrainings.of(registry, model).stream()
                .filter(candidate -> candidate.run().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("No retraining run '" + name + "' of " + model));
        List<TimelineEntry> steps = LogReader.after(registry, model, run.startedSeq() - 1).stream()
                .map(TimelineEntry::of)
                .filter(entry -> entry.seq() == run.startedSeq()
                        || entry.links().containsValue(run.run())
                        || entry.links().containsValue(run.workflow()))
                .toList();
        Json.answer(context, new Detail(run, steps));
    }

    private record Listing(ModelName model, List<Retrainings.Run> retrainings) {}

    private record Detail(@JsonUnwrapped Retrainings.Run summary, List<TimelineEntry> steps) {}
}
