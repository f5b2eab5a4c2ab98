package dev.perennial.console;

import dev.perennial.console.alerts.AlertResource;
import dev.perennial.console.gateways.GatewayResource;
import dev.perennial.console.gateways.Gateways;
import dev.perennial.console.http.Errors;
import dev.perennial.console.http.LocalCallers;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.console.models.ModelResource;
import dev.perennial.console.monitor.MonitorResource;
import dev.perennial.console.retrainings.RetrainingResource;
import dev.perennial.console.reviews.ReviewResource;
import dev.perennial.console.rollouts.RollbackResource;
import dev.perennial.console.rollouts.RolloutResource;
import dev.perennial.console.tables.TableResource;
import dev.perennial.console.timeline.TimelineResource;
import dev.perennial.console.upkeep.UpkeepResource;
import dev.perennial.console.versions.VersionResource;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.client.TemporalConnection;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The control API, listening. It keeps nothing itself: the registry and Temporal are its memory, so that any number may
 * run. Closing it leaves what it was given open.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final long LARGEST_BODY = 2L << 20;

    private final Javalin javalin;
    private final String host;

    private ConsoleServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /** Starts listening. */
    public static ConsoleServer start(
            ConsoleSettings settings,
            Registry registry,
            ObjectStore store,
            TemporalConnection temporal,
            InstantSource clock) {
        List<Consumer<RoutesConfig>> resources = resources(settings, registry, store, temporal, clock);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.http.maxRequestSize = LARGEST_BODY;
            config.jetty.host = settings.host();
            config.jetty.port = settings.port();
            config.routes.before(LocalCallers::check);
            Errors.register(config.routes);
            resources.forEach(resource -> resource.accept(config.routes));
        });
        return new ConsoleServer(javalin.start(), settings.host());
    }

    private static List<Consumer<RoutesConfig>> resources(
            ConsoleSettings settings,
            Registry registry,
            ObjectStore store,
            TemporalConnection temporal,
            InstantSource clock) {
        Loop loop = new Loop(temporal, settings.answerWithin());
        KnownModels models = new KnownModels(registry);
        Gateways gateways = new Gateways(store, clock);
        return List.of(
                new HealthResource(loop, store, gateways)::register,
                new ModelResource(registry, models, loop)::register,
                new TableResource(registry, models)::register,
                new UpkeepResource(store, models, loop, settings.lookWithin())::register,
                new MonitorResource(registry, models, loop, clock, settings.lookWithin())::register,
                new RetrainingResource(registry, store, models, loop)::register,
                new ReviewResource(registry, loop)::register,
                new AlertResource(registry, models, loop)::register,
                new RolloutResource(models, loop)::register,
                new RollbackResource(models, loop, gateways, settings.followWithin())::register,
                new GatewayResource(gateways)::register,
                new TimelineResource(registry, models)::register,
                new VersionResource(registry, models)::register);
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** The address to give to clients. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
