package dev.perennial.cli;

import dev.perennial.console.ConsoleServer;
import dev.perennial.console.ConsoleSettings;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.serving.gateway.Gateway;
import dev.perennial.serving.gateway.GatewaySettings;
import dev.perennial.testing.servers.SharedStore;
import dev.perennial.testing.servers.TemporalServer;
import dev.perennial.worker.PerennialWorker;
import dev.perennial.worker.WorkerSettings;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A worker, a gateway and the control API in this process, over a real Temporal of their own and the real store. */
final class Everything implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, String> variables = new HashMap<>();
    private final SigningKey key = SigningKey.generate();
    private final AutoCloseable console;

    Everything(Path folder) {
        TemporalServer server = opened(TemporalServer.start(folder.resolve("temporal")));
        variables.putAll(SharedStore.get().environment());
        variables.put("PERENNIAL_PREFIX", SharedStore.freshPrefix("cli"));
        variables.put("PERENNIAL_HOME", folder.toString());
        ObjectStore store = opened(S3ObjectStore.of(S3Settings.fromEnvironment(variables)));
        InstantSource clock = InstantSource.system();
        Registry registry = new ObjectStoreRegistry(store, clock);
        TemporalConnection temporal = opened(TemporalConnection.open(
                TemporalSettings.at(server.endpoint(), server.namespace()), Duration.ofSeconds(30)));
        opened(PerennialWorker.start(
                WorkerSettings.in(folder.resolve("worker")).withSigningKey(Optional.of(key)),
                temporal,
                store,
                registry,
                clock));
        Gateway gateway = opened(Gateway.start(
                GatewaySettings.in(folder.resolve("gateway"))
                        .withPort(0)
                        .withTrustedKeys(TrustedKeys.parse(key.publicPem()))
                        .withFlushEvery(Duration.ofSeconds(1)),
                registry,
                store,
                clock));
        ConsoleServer api = opened(ConsoleServer.start(
                new ConsoleSettings(
                        "127.0.0.1", 0, Duration.ofSeconds(60), Duration.ofMinutes(3), Duration.ofSeconds(60)),
                registry,
                store,
                temporal,
                clock));
        console = api;
        variables.put("PERENNIAL_URL", api.url());
        variables.put("PERENNIAL_GATEWAY_URL", "http://127.0.0.1:" + gateway.port());
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    RecordedShell shell() {
        return new RecordedShell(variables);
    }

    /** What the key is called that the worker signs with and the gateway trusts. */
    String keyId() {
        return key.id().hex();
    }

    /** Takes the control API away. */
    void stopConsole() {
        parts.remove(console);
        close(console);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new AssertionError("Cannot close " + part, e);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }
}
