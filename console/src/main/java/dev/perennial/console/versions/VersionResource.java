package dev.perennial.console.versions;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ModelState.RegisteredVersion;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.VersionManifest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model's versions with their manifests, and its champion at any recorded moment. */
public final class VersionResource {
    private final Registry registry;
    private final KnownModels models;

    /** The versions in this registry. */
    public VersionResource(Registry registry, KnownModels models) {
        this.registry = registry;
        this.models = models;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/models/{model}/versions", this::list);
        routes.get("/api/v1/models/{model}/versions/{version}", this::show);
        routes.get("/api/v1/models/{model}/champion", this::champion);
    }

    private void list(Context context) {
        ModelState state = models.state(context);
        Json.answer(
                context,
                new Listing(
                        state.model(),
                        state.versions().stream()
                                .map(version -> line(state, version))
                                .toList()));
    }

    private void show(Context context) {
        ModelState state = models.state(context);
        int number = (int) Parameters.pathNumber(context, "version");
        RegisteredVersion version = state.version(number)
                .orElseThrow(() -> ApiException.notFound("No version " + state.model() + "@" + number + "; there "
                        + (state.versions().isEmpty()
                                ? "is none yet"
                                : "are 1 to " + state.versions().size())));
        Json.answer(
                context, new Detail(line(state, version), registry.manifest(new ModelVersion(state.model(), number))));
    }

    private void champion(Context context) {
        ModelState now = models.state(context);
        Optional<Instant> at = Parameters.instant(context, "at");
        ModelState state =
                at.map(moment -> registry.stateAt(now.model(), moment)).orElse(now);
        Json.answer(
                context,
                new Champion(
                        state.model(),
                        at,
                        state.championVersion(),
                        state.championSince(),
                        state.champion().isPresent()
                                ? state.version(state.champion().getAsInt()).map(RegisteredVersion::manifest)
                                : Optional.empty()));
    }

    private static Line line(ModelState state, RegisteredVersion version) {
        return new Line(
                new ModelVersion(state.model(), version.number()),
                version.standing().name().toLowerCase(Locale.ROOT),
                version.registeredAt(),
                version.run(),
                version.manifest());
    }

    private record Listing(ModelName model, List<Line> versions) {}

    private record Line(ModelVersion version, String standing, Instant registeredAt, String run, Digest manifest) {}

    private record Detail(Line version, VersionManifest manifest) {}

    private record Champion(
            ModelName model,
            Optional<Instant> at,
            Optional<ModelVersion> champion,
            Optional<Instant> since,
            Optional<Digest> manifest) {}
}
