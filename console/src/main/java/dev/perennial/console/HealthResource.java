package dev.perennial.console;

import dev.perennial.console.gateways.Gateways;
import dev.perennial.console.http.Json;
import dev.perennial.console.loop.Loop;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** Whether the servers that the console needs answer; 503 while one of them does not. */
final class HealthResource {
    private final Loop loop;
    private final ObjectStore store;
    private final Gateways gateways;

    HealthResource(Loop loop, ObjectStore store, Gateways gateways) {
        this.loop = loop;
        this.store = store;
        this.gateways = gateways;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/health", this::show);
    }

    private void show(Context context) {
        Server temporal = Server.of(loop.address(), loop.trouble());
        Server objects = Server.of(store.address(), storeTrouble());
        Worker worker = temporal.reachable() ? new Worker(loop.workers()) : new Worker(0);
        boolean healthy = temporal.reachable() && objects.reachable();
        int alive = objects.reachable() ? gateways.alive().size() : 0;
        Json.answer(context, healthy ? 200 : 503, new Health(healthy, temporal, objects, worker, alive));
    }

    private Optional<String> storeTrouble() {
        try {
            store.exists("perennial/format");
            return Optional.empty();
        } catch (StoreUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private record Health(boolean healthy, Server temporal, Server store, Worker worker, int gateways) {}

    private record Server(String address, boolean reachable, Optional<String> trouble) {
        static Server of(String address, Optional<String> trouble) {
            return new Server(address, trouble.isEmpty(), trouble);
        }
    }

    private record Worker(int polling) {}
}
