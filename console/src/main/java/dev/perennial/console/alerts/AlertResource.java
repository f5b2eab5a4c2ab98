package dev.perennial.console.alerts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.CommandAnswer;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.Registry;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertProgress;
import dev.perennial.workflows.alert.AlertStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Alerts as the log has them, how an open one stands in its workflow, and a person's word to it. */
public final class AlertResource {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Registry registry;
    private final KnownModels models;
    private final Alerts alerts;
    private final Loop loop;

    /** The alerts of this registry, answered through this loop. */
    public AlertResource(Registry registry, KnownModels models, Loop loop) {
        this.registry = registry;
        this.models = models;
        this.alerts = new Alerts(registry);
        this.loop = loop;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/alerts", context -> list(context, registry.models()));
        routes.get(
                "/api/v1/models/{model}/alerts",
                context -> list(context, List.of(models.state(context).model())));
        routes.get("/api/v1/models/{model}/alerts/{alert}", this::show);
        routes.post("/api/v1/models/{model}/alerts/{alert}/acknowledge", this::acknowledge);
        routes.post("/api/v1/models/{model}/alerts/{alert}/resolve", this::resolve);
    }

    private void list(Context context, List<ModelName> of) {
        String status = Parameters.text(context, "status").orElse("all");
        List<Alerts.Alert> found = switch (status) {
            case "open" -> alerts.open(of);
            case "all" -> alerts.all(of);
            default -> throw ApiException.invalid("Invalid status: '" + status + "', expected open or all");
        };
        Json.answer(context, new Listing(found));
    }

    private void show(Context context) {
        Alerts.Alert alert = find(context);
        Optional<AlertProgress> progress = alert.isOpen()
                ? loop.alert(alert.model(), context.pathParam("alert"), PATIENCE)
                        .map(AlertStatus::progress)
                : Optional.empty();
        Json.answer(context, new Detail(alert, progress));
    }

    private void acknowledge(Context context) {
        Alerts.Alert alert = find(context);
        Body body = Body.of(context, "comment", "commandId");
        AlertCommand command =
                new AlertCommand(body.commandId(), body.optional("comment").orElse(""), Parameters.actor(context));
        answer(context, alert, () -> loop.acknowledgeAlert(alert.model(), context.pathParam("alert"), command));
    }

    private void resolve(Context context) {
        Alerts.Alert alert = find(context);
        Body body = Body.of(context, "reason", "commandId");
        String reason = body.required("reason", "why the alert is over");
        AlertCommand command = new AlertCommand(body.commandId(), reason, Parameters.actor(context));
        answer(context, alert, () -> loop.resolveAlert(alert.model(), context.pathParam("alert"), command));
    }

    private static void answer(Context context, Alerts.Alert alert, Supplier<CommandAnswer> send) {
        alert.ending().ifPresent(ending -> {
            throw ApiException.conflict("Cannot change alert " + alert.alert() + ": it was resolved by "
                    + ending.actor() + " at " + PlainTime.of(ending.at()));
        });
        Json.answer(context, send.get());
    }

    private Alerts.Alert find(Context context) {
        return alerts.find(models.state(context).model(), context.pathParam("alert"));
    }

    private record Listing(List<Alerts.Alert> alerts) {}

    private record Detail(@JsonUnwrapped Alerts.Alert summary, Optional<AlertProgress> progress) {}
}
