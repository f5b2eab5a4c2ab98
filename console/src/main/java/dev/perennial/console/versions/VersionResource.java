package dev.perennial.console.versions;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.CommandAnswer;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ModelState.RegisteredVersion;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.trust.KeyId;
import dev.perennial.registry.trust.ManifestSignature;
import dev.perennial.registry.trust.TrustedKeys;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model's versions with their manifests and signatures, and its champion at any recorded moment. */
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
        routes.post("/api/v1/models/{model}/versions/{version}/signatures", this::sign);
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
        RegisteredVersion version = version(context, state);
        Json.answer(
                context,
                new Detail(
                        line(state, version),
                        registry.manifest(new ModelVersion(state.model(), version.number())),
                        registry.signatures(version.manifest()).stream()
                                .map(ManifestSignature::key)
                                .sorted()
                                .toList()));
    }

    private static RegisteredVersion version(Context context, ModelState state) {
        int number = (int) Parameters.pathNumber(context, "version");
        return state.version(number)
                .orElseThrow(() -> ApiException.notFound("No version " + state.model() + "@" + number + "; there "
                        + (state.versions().isEmpty()
                                ? "is none yet"
                                : "are 1 to " + state.versions().size())));
    }

    /*
     * Keeps a signature that was made elsewhere, for no secret comes here. That it holds says that it is no mistake; whether
     * its key is to be trusted is for the gateways to say. The entry tells them to look again.
     */
    private void sign(Context context) {
        ModelState state = models.state(context);
        RegisteredVersion version = version(context, state);
        ModelVersion name = new ModelVersion(state.model(), version.number());
        Actor actor = Parameters.actor(context);
        Body body = Body.of(context, "manifest", "publicKey", "signature", "commandId");
        String signed = body.required("manifest", "the digest that is signed");
        if (!signed.equals(version.manifest().hex())) {
            throw ApiException.conflict("Cannot sign " + name + ": its manifest is " + version.manifest()
                    + ", the signature is of " + signed);
        }
        TrustedKeys signer = Parameters.valid(
                () -> TrustedKeys.parse(body.required("publicKey", "the key that it was signed with, in PEM form")));
        if (signer.ids().size() != 1) {
            throw ApiException.invalid(
                    "Invalid body: 'publicKey' holds " + signer.ids().size() + " keys, expected one");
        }
        KeyId key = signer.ids().iterator().next();
        ManifestSignature signature = Parameters.valid(() -> new ManifestSignature(
                version.manifest(), key, body.required("signature", "64 bytes of Ed25519 in Base64")));
        signer.objection(version.manifest(), List.of(signature)).ifPresent(objection -> {
            throw ApiException.invalid(
                    "Invalid body: 'signature' is not one of manifest " + version.manifest() + " by key " + key);
        });
        registry.putSignature(signature);
        String sentence = name + " is signed with key " + key;
        RegistryEntry entry = registry.append(
                state.model(),
                "sign:" + body.commandId(),
                newest -> new EntryDraft(
                        TimelineKind.VERSION_SIGNED,
                        actor,
                        Optional.empty(),
                        sentence,
                        new RegistryChange.Noted(),
                        new Evidence(
                                new TreeMap<>(),
                                new TreeMap<>(
                                        Map.of("manifest", version.manifest().hex(), "key", key.hex())))));
        Json.answer(
                context,
                new CommandAnswer(body.commandId(), key.hex(), entry.entry().sentence()));
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

    /** {@code signatures} are the names of the keys that have signed it. */
    private record Detail(Line version, VersionManifest manifest, List<KeyId> signatures) {}

    private record Champion(
            ModelName model,
            Optional<Instant> at,
            Optional<ModelVersion> champion,
            Optional<Instant> since,
            Optional<Digest> manifest) {}
}
