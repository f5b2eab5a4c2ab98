package dev.perennial.console.rollouts;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The rollout under way, and a person's hand on it. */
public final class RolloutResource {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KnownModels models;
    private final Loop loop;

    /** The rollouts of these models. */
    public RolloutResource(KnownModels models, Loop loop) {
        this.models = models;
        this.loop = loop;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/models/{model}/rollout", this::show);
        routes.post("/api/v1/models/{model}/rollout/{verb}", this::steer);
    }

    private void show(Context context) {
        ModelState state = models.state(context);
        Optional<TrafficPlan> plan = state.traffic();
        Optional<RolloutStatus> status = plan.flatMap(traffic -> loop.rollout(traffic.rollout(), PATIENCE));
        Json.answer(
                context,
                new Rollout(
                        state.model(),
                        plan.isPresent(),
                        plan,
                        plan.map(traffic -> new ModelVersion(state.model(), traffic.challenger())),
                        state.championVersion(),
                        status));
    }

    private void steer(Context context) {
        ModelName model = models.state(context).model();
        String verb = context.pathParam("verb");
        Body body = Body.of(context, "reason", "commandId");
        Json.answer(
                context,
                loop.steerRollout(
                        model,
                        new RolloutCommand(
                                body.commandId(),
                                verb(verb),
                                body.optional("reason").orElse("no reason given"),
                                Parameters.actor(context))));
    }

    private static RolloutCommand.Verb verb(String word) {
        for (RolloutCommand.Verb verb : RolloutCommand.Verb.values()) {
            if (verb.name().toLowerCase(Locale.ROOT).equals(word)) {
                return verb;
            }
        }
        throw ApiException.notFound(
                "No such command to a rollout: '" + word + "', expected pause, resume, promote or abort");
    }

    private record Rollout(
            ModelName model,
            boolean underWay,
            Optional<TrafficPlan> plan,
            Optional<ModelVersion> challenger,
            Optional<ModelVersion> champion,
            Optional<RolloutStatus> status) {}
}
