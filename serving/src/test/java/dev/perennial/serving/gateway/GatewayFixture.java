package dev.perennial.serving.gateway;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.ConstantModel;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.wal.Durability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry with one declared model, to which versions, plans and promotions are added as a rollout would. */
public final class GatewayFixture {
    public static final ModelName MODEL = new ModelName("flight-delay");
    public static final String SPEC = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: flight-delay, owner: ops@example.org}
            spec:
              task: binary-classification
              features:
                - {name: carrier, type: category, maxCategories: 32}
                - {name: temp, type: number}
                - {name: dep_hour, type: number, required: true}
              label: {name: late, positive: "1", arrives: {typical: PT6H, matureAfter: P2D}}
              time: request
              fallback: {constant: 0.25}
            """;
    public static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new CategoryFeature("carrier", Presence.OPTIONAL, 32),
            new NumberFeature("temp", Presence.OPTIONAL, Optional.empty()),
            new NumberFeature("dep_hour", Presence.REQUIRED, Optional.empty())));

    /** What signs the versions that are registered here: the first secret of RFC 8032, section 7.1, so no secret at all. */
    public static final SigningKey KEY = SigningKey.parse("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """);

    private final Registry registry;
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicInteger versions = new AtomicInteger();

    public GatewayFixture(ObjectStore store) {
        registry = new ObjectStoreRegistry(store, InstantSource.system());
    }

    public Registry registry() {
        return registry;
    }

    /** Fast intervals, any free port, its data in the folder. */
    public static GatewaySettings settings(Path folder) {
        GatewaySettings standard = GatewaySettings.in(folder);
        return new GatewaySettings(
                folder,
                standard.host(),
                0,
                Optional.empty(),
                Optional.of("the secret of these tests"),
                Optional.of(TrustedKeys.parse(KEY.publicPem())),
                new GatewaySettings.Logging(
                        Durability.WRITTEN,
                        WhenLogFails.STRICT,
                        Duration.ofMillis(100),
                        1 << 20,
                        standard.logging().bytes()),
                new GatewaySettings.Following(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(100)),
                new GatewaySettings.Limits(1 << 20, 1000, 64, Duration.ofSeconds(10), Duration.ofSeconds(10)),
                2,
                AccessLevel.ALL);
    }

    public void declare(String spec) {
        int revision =
                registry.state(MODEL).spec().map(applied -> applied.revision()).orElse(0) + 1;
        Digest digest = registry.putBlob(spec.getBytes(StandardCharsets.UTF_8));
        append(TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(digest, revision));
    }

    /** Registers a version that gives every row this score, and returns its number. */
    public int constant(double probability) {
        return register(CompiledModelFormat.write(new ConstantModel(SCHEMA, probability)));
    }

    /** Registers a version that depends on every feature. */
    public int linear() {
        return register(CompiledModelFormat.write(linearModel()));
    }

    public static CompiledModel linearModel() {
        return new LinearModel(
                SCHEMA,
                -1,
                List.of(
                        new LinearTerm.CategoryTerm(new TreeMap<>(java.util.Map.of("UA", 0.5, "AA", -0.5)), 0.1),
                        new LinearTerm.NumberTerm(50, 10, 0.7, -0.2),
                        new LinearTerm.NumberTerm(12, 5, 0.3, 0)));
    }

    public int register(byte[] model) {
        return register(registry.putBlob(model), model.length);
    }

    public int register(Digest model, int bytes) {
        Digest manifest = registry.putDocument(manifest(versions.get() + 1, model, bytes));
        registry.putSignature(KEY.sign(manifest));
        return registerManifest(manifest);
    }

    /** The manifest of a version with this number and model file. */
    public static VersionManifest manifest(int number, Digest model, int bytes) {
        Digest none = Digest.of("none");
        return new VersionManifest(
                new ModelVersion(MODEL, number),
                new CandidateRecipe("linear", new TreeMap<>()),
                model,
                bytes,
                none,
                none,
                none,
                TimeWindow.parse("2013-01-01T00:00Z/P30D"),
                100,
                none,
                "run-" + number,
                1,
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                Instant.EPOCH);
    }

    /** Registers a version whose manifest is these bytes, signed. */
    public int registerManifest(byte[] manifest) {
        Digest digest = registry.putBlob(manifest);
        registry.putSignature(KEY.sign(digest));
        return registerManifest(digest);
    }

    /** Registers a version with this manifest, which nobody signs here. */
    public int registerManifest(Digest manifest) {
        int number = versions.incrementAndGet();
        append(
                TimelineKind.VERSION_REGISTERED,
                new RegistryChange.VersionRegistered(number, manifest, "run-" + number));
        return number;
    }

    public long promote(int version) {
        return append(TimelineKind.CHAMPION_PROMOTED, new RegistryChange.ChampionPromoted(version));
    }

    public long rollBack(int version) {
        long seq = append(TimelineKind.ROLLED_BACK, new RegistryChange.RolledBack(version));
        append(TimelineKind.HOLD_RELEASED, new RegistryChange.HoldReleased());
        return seq;
    }

    public TrafficPlan plan(int challenger, int basisPoints) {
        TrafficPlan plan = new TrafficPlan("rollout-1", challenger, basisPoints, "salt", 1, Instant.EPOCH);
        append(TimelineKind.ROLLOUT_STEP, new RegistryChange.TrafficPlanned(plan));
        return plan;
    }

    public long append(TimelineKind kind, RegistryChange change) {
        return registry.append(
                        MODEL,
                        "operation-" + operations.incrementAndGet(),
                        state -> new EntryDraft(
                                kind, Actor.system("test"), Optional.empty(), "It happened.", change, Evidence.none()))
                .seq();
    }
}
