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
import dev.perennial.scoring.CompiledModelFormat;
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
import java.util.Optional;
import java.util.TreeMap;

/** A server to be measured, in a process of its own: prints its port and serves until its standard input ends. */
final class BenchmarkServer {
    static final int FEATURES = 20;
    private static final ModelName MODEL = new ModelName("linear");

    private BenchmarkServer() {}

    /** Arguments: {@code echo}, {@code written} or {@code sync}, the number of IO threads, and a directory. */
    public static void main(String[] arguments) throws Exception {
        int ioThreads = Integer.parseInt(arguments[1]);
        PrintStream out = System.out;
        if (arguments[0].equals("echo")) {
            Undertow server = echo(ioThreads);
            server.start();
            out.println(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
            waitForEnd();
            server.stop();
        } else {
            Durability durability = arguments[0].equals("sync") ? Durability.SYNC : Durability.WRITTEN;
            try (Gateway gateway = gateway(Path.of(arguments[2]), durability, ioThreads)) {
                out.println(gateway.port());
                waitForEnd();
            }
        }
    }

    private static void waitForEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said on it.
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

    private static Gateway gateway(Path directory, Durability durability, int ioThreads) throws InterruptedException {
        DiscardingStore store = new DiscardingStore();
        Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
        declare(registry);
        GatewaySettings standard = GatewaySettings.in(directory);
        Gateway gateway = Gateway.start(
                new GatewaySettings(
                        directory,
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        durability,
                        WhenLogFails.STRICT,
                        standard.flushEvery(),
                        standard.segmentBytes(),
                        standard.logBytes(),
                        standard.pollEvery(),
                        standard.reconcileEvery(),
                        standard.presenceEvery(),
                        ioThreads,
                        standard.bodyBytes(),
                        standard.rowsPerRequest(),
                        standard.requestsInFlight(),
                        standard.deadline(),
                        standard.drainWithin(),
                        standard.accessLog()),
                registry,
                store,
                InstantSource.system());
        while (gateway.presence().follows().isEmpty()) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        return gateway;
    }

    private static void declare(Registry registry) {
        StringBuilder spec = new StringBuilder("""
                apiVersion: perennial.dev/v1
                kind: Model
                metadata: {name: linear, owner: bench@example.org}
                spec:
                  task: binary-classification
                  label: {name: y, positive: "1", arrives: {typical: PT1H, matureAfter: P1D}}
                  features:
                """);
        List<Feature> features = new ArrayList<>();
        List<LinearTerm> terms = new ArrayList<>();
        for (int number = 0; number < FEATURES; number++) {
            spec.append("    - {name: feature_").append(number).append(", type: number}\n");
            features.add(new NumberFeature("feature_" + number, Presence.OPTIONAL, Optional.empty()));
            terms.add(new LinearTerm.NumberTerm(0, 1, 0.1 * (number % 5 - 2), 0));
        }
        byte[] model = CompiledModelFormat.write(new LinearModel(new FeatureSchema(features), 0, terms));
        Digest none = Digest.of("none");
        VersionManifest manifest = new VersionManifest(
                new ModelVersion(MODEL, 1),
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
        append(registry, TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(declaration, 1));
        append(
                registry,
                TimelineKind.VERSION_REGISTERED,
                new RegistryChange.VersionRegistered(1, registry.putDocument(manifest), "run"));
        append(registry, TimelineKind.CHAMPION_PROMOTED, new RegistryChange.ChampionPromoted(1));
    }

    private static void append(Registry registry, TimelineKind kind, RegistryChange change) {
        registry.append(
                MODEL,
                kind.word(),
                state -> new EntryDraft(
                        kind, Actor.system("benchmark"), Optional.empty(), "Set up.", change, Evidence.none()));
    }
}
