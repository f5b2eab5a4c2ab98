package dev.perennial.serving.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.DamagedRegistryException;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.InvalidSpecException;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.registry.trust.ManifestSignature;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.InvalidModelException;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.ids.PredictionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model's state in the registry a route table: champion, previous version and challenger in memory, each with
 * verified bytes, of a version that a trusted key has signed, that answered their golden sample as proven. Where the state's champion cannot be served, the one that
 * is served stays. Used by one thread.
 */
final class RouteCompiler {
    private final Registry registry;
    private final LocalCache cache;
    private final PredictionKey key;
    private final Optional<TrustedKeys> trusted;
    private final ObjectMapper json = RegistryJson.mapper();
    private final Map<String, PredictionIds> ids = new HashMap<>();
    private final Map<String, Set<String>> blobsOf = new HashMap<>();

    RouteCompiler(Registry registry, LocalCache cache, PredictionKey key, Optional<TrustedKeys> trusted) {
        this.registry = registry;
        this.cache = cache;
        this.key = key;
        this.trusted = trusted;
    }

    /**
     * The table for this state; null while the model has no declaration. Throws {@code StoreUnavailableException} if
     * what must be complete is not at hand and cannot be fetched.
     */
    @Nullable
    RouteTable compile(ModelState state, @Nullable RouteTable serving, Completeness completeness) {
        if (state.spec().isEmpty()) {
            return null;
        }
        Set<String> used = new HashSet<>();
        List<String> problems = new ArrayList<>();
        ModelSpec spec = spec(state, used, serving, problems);
        if (spec == null) {
            return null;
        }
        FeatureSchema schema = FeatureSchemas.of(spec);
        SortedMap<Integer, LoadedVersion> loaded = new TreeMap<>();
        for (int number : wanted(state, spec)) {
            try {
                loaded.put(number, load(state, number, schema, spec.outputs(), serving, used));
            } catch (UnservableVersionException e) {
                problems.add(e.getMessage());
            } catch (StoreUnavailableException e) {
                boolean champion = state.champion().equals(OptionalInt.of(number));
                if (champion || completeness == Completeness.EVERY_VERSION) {
                    throw e;
                }
                problems.add("version " + number + " is not in the local cache");
            }
        }
        Integer answering = state.champion().isPresent() && spec.external().isEmpty()
                ? (Integer) state.champion().getAsInt()
                : null;
        if (answering != null && !loaded.containsKey(answering)) {
            answering = lastKnownGood(serving, schema, spec.outputs(), loaded, problems);
        }
        TrafficPlan plan = state.traffic().orElse(null);
        blobsOf.put(state.model().value(), used);
        return new RouteTable(
                state.model(),
                state.seq(),
                spec,
                schema,
                ids.computeIfAbsent(state.model().value(), name -> new PredictionIds(key, state.model())),
                loaded,
                answering,
                plan,
                problems);
    }

    /** What a table must have. */
    enum Completeness {
        /** All versions of the state: while following. */
        EVERY_VERSION,
        /** The champion, and of the others what is in the local cache: at the start. */
        CHAMPION_AT_LEAST
    }

    /** The digests, as file names, that the tables compiled so far rest on. */
    Set<String> blobsInUse() {
        Set<String> all = new HashSet<>();
        blobsOf.values().forEach(all::addAll);
        return all;
    }

    private static Set<Integer> wanted(ModelState state, ModelSpec spec) {
        Set<Integer> wanted = new LinkedHashSet<>();
        if (spec.external().isPresent()) {
            // Its versions stand for another server's answers and hold no model.
            return wanted;
        }
        state.champion().ifPresent(wanted::add);
        state.traffic().ifPresent(plan -> wanted.add(plan.challenger()));
        state.previous().ifPresent(wanted::add);
        spec.fallback().ifPresent(fallback -> fallback.version().ifPresent(wanted::add));
        return wanted;
    }

    private @Nullable ModelSpec spec(
            ModelState state, Set<String> used, @Nullable RouteTable serving, List<String> problems) {
        Digest digest = state.spec().orElseThrow().digest();
        try {
            byte[] file = blob(digest, "the declaration", used);
            return ModelSpecReader.read(new String(file, StandardCharsets.UTF_8));
        } catch (UnservableVersionException | InvalidSpecException e) {
            problems.add("the declaration in force cannot be read: " + e.getMessage());
            return serving == null ? null : serving.spec();
        }
    }

    private static @Nullable Integer lastKnownGood(
            @Nullable RouteTable serving,
            FeatureSchema schema,
            Outputs outputs,
            SortedMap<Integer, LoadedVersion> loaded,
            List<String> problems) {
        LoadedVersion old = serving == null ? null : serving.champion();
        if (old == null
                || !Objects.requireNonNull(serving).schema().equals(schema)
                || !serving.outputs().equals(outputs)) {
            return null;
        }
        problems.add("version " + old.number() + " goes on answering as the last known good one");
        loaded.put(old.number(), old);
        return old.number();
    }

    private LoadedVersion load(
            ModelState state,
            int number,
            FeatureSchema schema,
            Outputs outputs,
            @Nullable RouteTable serving,
            Set<String> used) {
        Digest manifestDigest = state.version(number)
                .orElseThrow(() -> new UnservableVersionException("version " + number + " is not registered"))
                .manifest();
        VersionManifest manifest = manifest(manifestDigest, new ModelVersion(state.model(), number), used);
        Digest digest = manifest.compiledModel();
        LoadedVersion present = serving == null ? null : serving.versions().get(number);
        if (present != null
                && present.digest().equals(digest)
                && Objects.requireNonNull(serving).schema().equals(schema)
                && serving.outputs().equals(outputs)) {
            used.add(digest.hex());
            return present;
        }
        byte[] bytes = blob(digest, "the model of version " + number, used);
        try {
            CompiledModelFormat.Contents contents = CompiledModelFormat.verified(bytes);
            LoadedVersion version = new LoadedVersion(number, digest, contents.model(), schema, outputs);
            SmokeTest.pass(version, contents, schema);
            return version;
        } catch (InvalidModelException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new UnservableVersionException("version " + number + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private VersionManifest manifest(Digest digest, ModelVersion version, Set<String> used) {
        byte[] bytes = blob(digest, "the manifest of version " + version.number(), used);
        trusted.ifPresent(keys -> checkSignature(keys, digest, version));
        VersionManifest manifest = parsed(bytes, version);
        // Else a signed manifest could be passed off as another model's, or an old one as a newer.
        if (!manifest.version().equals(version)) {
            throw new UnservableVersionException(
                    "the manifest of version " + version.number() + " is that of " + manifest.version());
        }
        return manifest;
    }

    private void checkSignature(TrustedKeys keys, Digest manifest, ModelVersion version) {
        if (keys.objection(manifest, cache.signatures(manifest)).isEmpty()) {
            return;
        }
        List<ManifestSignature> found = registry.signatures(manifest);
        keys.objection(manifest, found).ifPresent(objection -> {
            throw new UnservableVersionException("version " + version.number() + " is not trusted: " + objection);
        });
        cache.keepSignatures(manifest, found);
    }

    private VersionManifest parsed(byte[] bytes, ModelVersion version) {
        try {
            VersionManifest manifest = json.readValue(bytes, VersionManifest.class);
            if (manifest == null) {
                throw new UnservableVersionException("the manifest of version " + version.number() + " says nothing");
            }
            return manifest;
        } catch (IOException e) {
            throw new UnservableVersionException(
                    "the manifest of version " + version.number() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] blob(Digest digest, String what, Set<String> used) {
        try {
            byte[] bytes = cache.blob(digest, registry)
                    .orElseThrow(() -> new UnservableVersionException(
                            what + " is missing, there is no blob " + digest.abbreviated()));
            used.add(digest.hex());
            return bytes;
        } catch (DamagedRegistryException e) {
            throw new UnservableVersionException(what + " is damaged: " + e.getMessage(), e);
        }
    }
}
