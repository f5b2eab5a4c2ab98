package dev.perennial.console.rollouts;

import dev.perennial.console.gateways.Gateways;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.CommandAnswer;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.RollbackCommand;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rollback, which answers once the gateways follow it, and the hold it leaves. */
public final class RollbackResource {
    private final KnownModels models;
    private final Loop loop;
    private final Gateways gateways;
    private final Duration patience;

    /** Rollbacks through this loop; a rollback waits for the gateways no longer than {@code patience}. */
    public RollbackResource(KnownModels models, Loop loop, Gateways gateways, Duration patience) {
        this.models = models;
        this.loop = loop;
        this.gateways = gateways;
        this.patience = patience;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/api/v1/models/{model}/rollback", this::rollBack);
        routes.get("/api/v1/models/{model}/hold", this::hold);
        routes.post("/api/v1/models/{model}/hold/release", this::release);
    }

    private void rollBack(Context context) {
        ModelName model = models.state(context).model();
        Body body = Body.of(context, "to", "reason", "commandId");
        CommandAnswer answer = loop.rollBack(
                model,
                new RollbackCommand(
                        body.commandId(),
                        body.optional("to").map(text -> target(model, text)).orElse(OptionalInt.empty()),
                        body.optional("reason").orElse("no reason given"),
                        Parameters.actor(context)));
        ModelState state = models.state(model);
        List<Gateways.Progress> progress = gateways.awaitFollowing(model, state.seq(), patience);
        Json.answer(
                context,
                new RolledBack(
                        answer.commandId(),
                        answer.message(),
                        state.championVersion(),
                        state.seq(),
                        progress.stream().allMatch(Gateways.Progress::follows),
                        progress));
    }

    private static OptionalInt target(ModelName model, String text) {
        if (text.matches("[1-9][0-9]{0,8}")) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        ModelVersion version = Parameters.valid(() -> ModelVersion.parse(text));
        if (!version.model().equals(model)) {
            throw ApiException.invalid("Invalid target: " + version + " is not a version of " + model);
        }
        return OptionalInt.of(version.number());
    }

    private void hold(Context context) {
        ModelState state = models.state(context);
        Json.answer(context, new Held(state.model(), state.hold().isPresent(), state.hold()));
    }

    private void release(Context context) {
        ModelName model = models.state(context).model();
        Body body = Body.of(context, "reason", "commandId");
        Json.answer(
                context,
                loop.releaseHold(
                        model,
                        new HoldReleaseCommand(
                                body.commandId(),
                                body.required("reason", "why the model may be retrained and rolled out again"),
                                Parameters.actor(context))));
    }

    private record RolledBack(
            String commandId,
            String message,
            Optional<ModelVersion> champion,
            long logSeq,
            boolean complete,
            List<Gateways.Progress> gateways) {}

    private record Held(ModelName model, boolean held, Optional<ModelState.Hold> hold) {}
}
