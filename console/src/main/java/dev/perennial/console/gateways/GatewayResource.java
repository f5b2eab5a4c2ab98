package dev.perennial.console.gateways;

import dev.perennial.console.http.Json;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** The list of gateways that are alive. */
public final class GatewayResource {
    private final Gateways gateways;

    /** The gateways of this store. */
    public GatewayResource(Gateways gateways) {
        this.gateways = gateways;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/gateways", context -> Json.answer(context, new Listing(gateways.alive())));
    }

    private record Listing(List<GatewayPresence> gateways) {}
}
