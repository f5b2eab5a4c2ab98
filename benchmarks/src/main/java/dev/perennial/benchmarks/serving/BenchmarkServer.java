package dev.perennial.benchmarks.serving;

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
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.gateway.Gateway;
import dev.perennial.serving.gateway.GatewaySettings;
import dev.perennial.serving.gateway.WhenLogFails;
import dev.perennial.serving.wal.Durability;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A server to be measured, in a process of its own: prints its port and serves until its standard input ends. */
final class BenchmarkServer {
    static final int FEATURES = 20;
    /* A caller who sends thousands of rows without a pause fills the log faster than one processor writes Parquet. */
    private static final long LOG_BYTES = 8L << 30;

    private static final int TREES = 100;
    private static final int SPLITS = 15;
    private static final ModelName MODEL = new ModelName("linear");

    private BenchmarkServer() {}

    /**
     * Arguments: {@code echo}, {@code written}, {@code sync} or {@code fifty} models, the number of IO threads, and a
     * directory. A line on the standard input is answered with the heap in use, in MiB.
     */
    public static void main(String[] arguments) throws Exception {
        int ioThreads = Integer.parseInt(arguments[1]);
        PrintStream out = System.out;
        if (arguments[0].equals("echo")) {
            Undertow server = echo(ioThreads);
            server.start();
            out.println(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
            waitForEnd(out);
            server.stop();
        } else {
            Durability durability = arguments[0].equals("sync") ? Durability.SYNC : Durability.WRITTEN;
            int models = arguments[0].equals("fifty") ? 50 : 1;
            try (Gateway gateway = gateway(Path.of(arguments[2]), durability, ioThreads, models)) {
                out.println(gateway.port());
                waitForEnd(out);
            }
        }
    }

    private static void waitForEnd(PrintStream out) throws IOException {
        while (System.in.read() >= 0) {
            System.gc();
            Runtime memory = Runtime.getRuntime();
            out.println((memory.totalMemory() - memory.freeMemory()) >> 20);
        }
    }

    private static Undertow echo(int ioThreads) {
        return Undertow.builder()
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        exchange -> exchange.getRequestReceiver().receiveFullBytes((received, body) -> {
                            received.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
                            received.getResponseSender().send(ByteBuffer.wrap(body));
                        }))
                .setIoThreads(ioThreads)
                .setWorkerThreads(2)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .build();
    }

    private static Gateway gateway(Path directory, Durability durability, int ioThreads, int models) {
        DiscardingStore store = new DiscardingStore();
        Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
        declare(registry, MODEL, linear());
        for (int number = 1; number < models; number++) {
            declare(registry, new ModelName("boosted-" + number), boosted(number));
        }
        GatewaySettings standard = GatewaySettings.in(directory);
        Gateway gateway = Gateway.start(
                new GatewaySettings(
                        directory,
                        standard.host(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new GatewaySettings.Logging(
                                durability,
                                WhenLogFails.STRICT,
                                standard.logging().flushEvery(),
                                standard.logging().segmentBytes(),
                                LOG_BYTES),
                        standard.following(),
                        standard.limits(),
                        ioThreads,
                        standard.accessLog()),
                registry,
                store,
                InstantSource.system());
        while (gateway.presence().follows().size() < models) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        return gateway;
    }

    private static FeatureSchema schema() {
        return new FeatureSchema(IntStream.range(0, FEATURES)
                .mapToObj(
                        number -> (Feature) new NumberFeature("feature_" + number, Presence.OPTIONAL, Optional.empty()))
                .toList());
    }

    private static CompiledModel linear() {
        List<LinearTerm> terms = new ArrayList<>();
        for (int number = 0; number < FEATURES; number++) {
            terms.add(new LinearTerm.NumberTerm(0, 1, 0.1 * (number % 5 - 2), 0));
        }
        return new LinearModel(schema(), 0, terms);
    }

    /* A hundred complete trees of four levels, as different from model to model as trained ones. */
    private static CompiledModel boosted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DecisionTree> trees = new ArrayList<>();
        for (int number = 0; number < TREES; number++) {
            DecisionTree.Builder tree = DecisionTree.builder();
            for (int node = 0; node < SPLITS; node++) {
                tree.split(
                        node,
                        random.nextInt(FEATURES),
                        (float) random.nextDouble(-1, 1),
                        DecisionTree.Missing.LEFT,
                        2 * node + 1,
                        2 * node + 2);
            }
            for (int leaf = SPLITS; leaf < 2 * SPLITS + 1; leaf++) {
                tree.leaf(leaf, (float) random.nextDouble(-0.1, 0.1));
            }
            trees.add(tree.build());
        }
        return new BoostedTreesModel(schema(), 0, Map.of(), List.of(), trees);
    }

    private static void declare(Registry registry, ModelName name, CompiledModel compiled) {
        StringBuilder spec = new StringBuilder("""
                apiVersion: perennial.dev/v1
                kind: Model
                metadata: {name: NAME, owner: bench@example.org}
                spec:
                  task: binary-classification
                  label: {name: y, positive: "1", arrives: {typical: PT1H, matureAfter: P1D}}
                  features:
                """.replace("NAME", name.value()));
        for (int number = 0; number < FEATURES; number++) {
            spec.append("    - {name: feature_").append(number).append(", type: number}\n");
        }
        byte[] model = CompiledModelFormat.write(compiled);
        Digest none = Digest.of("none");
        VersionManifest manifest = new VersionManifest(
                new ModelVersion(name, 1),
                new CandidateRecipe("linear", new TreeMap<>()),
                registry.putBlob(model),
                model.length,
                none,
                none,
                none,
                TimeWindow.parse("2013-01-01T00:00Z/P30D"),
                1,
                none,
                "run",
                1,
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                Instant.EPOCH);
        Digest declaration = registry.putBlob(spec.toString().getBytes(StandardCharsets.UTF_8));
        append(registry, name, TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(declaration, 1));
        append(
                registry,
                name,
                TimelineKind.VERSION_REGISTERED,
                new RegistryChange.VersionRegistered(1, registry.putDocument(manifest), "run"));
        append(registry, name, TimelineKind.CHAMPION_PROMOTED, new RegistryChange.ChampionPromoted(1));
    }

    private static void append(Registry registry, ModelName name, TimelineKind kind, RegistryChange change) {
        registry.append(
                name,
                kind.word(),
                state -> new EntryDraft(
                        kind, Actor.system("benchmark"), Optional.empty(), "Set up.", change, Evidence.none()));
    }
}
