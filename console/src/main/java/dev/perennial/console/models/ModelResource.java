package dev.perennial.console.models;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.model.ModelStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Declares models, lists them and shows how each stands. */
public final class ModelResource {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Registry registry;
    private final KnownModels models;
    private final Loop loop;

    /** The models of this registry, kept alive by this loop. */
    public ModelResource(Registry registry, KnownModels models, Loop loop) {
        this.registry = registry;
        this.models = models;
        this.loop = loop;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/api/v1/models", this::apply);
        routes.get("/api/v1/models", this::list);
        routes.get("/api/v1/models/{model}", this::show);
        routes.delete("/api/v1/models/{model}", this::delete);
        routes.get("/api/v1/models/{model}/spec", this::file);
    }

    private void apply(Context context) {
        Actor actor = Parameters.actor(context);
        String yaml = context.body();
        if (yaml.isBlank()) {
            throw ApiException.invalid("Invalid model file: it is empty, expected YAML with kind: Model");
        }
        Registry.SpecOutcome applied = registry.applySpec(
                yaml,
                "apply:"
                        + Parameters.text(context, "commandId")
                                .orElseGet(() -> UUID.randomUUID().toString()),
                actor);
        ModelName model = applied.spec().name();
        loop.startEntity(model);
        loop.schedules().update(model, applied.spec().monitor().poll());
        Json.answer(context, new Answer(model, applied.revision(), applied.changes()));
    }

    private void list(Context context) {
        Json.answer(
                context,
                new Listing(registry.models().stream()
                        .map(registry::state)
                        .map(ModelSummary::of)
                        .toList()));
    }

    private void show(Context context) {
        ModelState state = models.state(context);
        Optional<ModelStatus> lifecycle = loop.status(state.model(), PATIENCE);
        Optional<ModelSpec> spec = state.spec().map(applied -> registry.spec(state));
        Json.answer(context, ModelDetail.of(state, spec, lifecycle));
    }

    private void file(Context context) {
        ModelState state = models.state(context);
        String yaml = state.spec()
                .flatMap(applied -> registry.blob(applied.digest()))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> ApiException.notFound("No file of " + state.model() + " is in force"));
        context.contentType("application/yaml").result(yaml);
    }

    private void delete(Context context) {
        ModelState state = models.state(context);
        Body body = Body.of(context, "reason", "commandId");
        Actor actor = Parameters.actor(context);
        refuseWhileBusy(state);
        registry.append(state.model(), "delete:" + body.commandId(), newest -> {
            refuseWhileBusy(newest);
            return new EntryDraft(
                    TimelineKind.SPEC_CHANGED,
                    actor,
                    Optional.empty(),
                    "The declaration of " + newest.model() + " is withdrawn"
                            + body.optional("reason")
                                    .map(reason -> ": " + reason)
                                    .orElse(""),
                    new RegistryChange.SpecWithdrawn(),
                    Evidence.none());
        });
        loop.schedules().delete(state.model());
        loop.retire(state.model());
        Json.answer(
                context,
                new Deleted(
                        state.model(),
                        "Withdrawn: no window is evaluated and nothing is retrained; its history and versions stay, and"
                                + " gateways go on answering with its champion"));
    }

    private static void refuseWhileBusy(ModelState state) {
        String busy = ModelSummary.phase(state);
        if (!busy.equals("idle")) {
            throw ApiException.conflict(
                    "Cannot delete model " + state.model() + ": a " + busy + " is under way; let it end, or roll back");
        }
        if (state.spec().isEmpty()) {
            throw ApiException.conflict("Cannot delete model " + state.model() + ": it is not declared");
        }
    }

    private record Answer(ModelName model, int revision, List<String> changed) {}

    private record Listing(List<ModelSummary> models) {}

    private record Deleted(ModelName model, String message) {}
}
