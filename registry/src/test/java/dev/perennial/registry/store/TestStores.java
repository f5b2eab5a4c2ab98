package dev.perennial.registry.store;

import dev.perennial.testing.servers.SharedStore;
import dev.perennial.testing.servers.StoreServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The real store of this JVM as the adapter sees it, directly or through a proxy. */
public final class TestStores {
    /** Limits under which a fault is over within seconds. */
    public static final S3Limits IMPATIENT = new S3Limits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            5,
            Duration.ofMillis(20),
            Duration.ofMillis(100));

    private TestStores() {}

    /** The shared store with a prefix of its own. */
    public static S3ObjectStore fresh(String name) {
        return S3ObjectStore.of(
                settings(SharedStore.get(), SharedStore.get().endpoint(), SharedStore.freshPrefix(name)));
    }

    /** The shared store asked through another address. */
    public static S3ObjectStore through(URI endpoint, String prefix) {
        return new S3ObjectStore(settings(SharedStore.get(), endpoint, prefix), IMPATIENT, () -> 0.5);
    }

    /** The settings of a server, asked through this address. */
    public static S3Settings settings(StoreServer server, URI endpoint, String prefix) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
        environment.put("PERENNIAL_PREFIX", prefix);
        return S3Settings.fromEnvironment(environment);
    }
}
