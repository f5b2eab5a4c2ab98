package dev.perennial.console.gateways;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The gateways that have shown themselves lately, read from the store. Safe for use by several threads. */
public final class Gateways {
    /** A gateway that has not renewed its mark for so long is taken for dead. */
    public static final Duration PRESENT_WITHIN = Duration.ofSeconds(20);

    private static final String PREFIX = "gateways/";
    private static final int MOST = 10_000;
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final ObjectStore store;
    private final InstantSource clock;
    private final ObjectMapper mapper = RegistryJson.mapper();

    /** The gateways whose marks are in the store. */
    public Gateways(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** All that are alive, sorted by instance. */
    public List<GatewayPresence> alive() {
        return store.list(PREFIX, "", MOST).stream()
                .map(this::presence)
                .flatMap(Optional::stream)
                .filter(presence -> presence.at().plus(PRESENT_WITHIN).isAfter(clock.instant()))
                .toList();
    }

    /**
     * Waits until every gateway that is alive and serves the model follows its log up to {@code logSeq}, or the limit
     * has passed; says how far each is.
     */
    public List<Progress> awaitFollowing(ModelName model, long logSeq, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Progress> progress = progress(model, logSeq);
        while (progress.stream().anyMatch(Predicate.not(Progress::follows))
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            progress = progress(model, logSeq);
        }
        return progress;
    }

    private List<Progress> progress(ModelName model, long logSeq) {
        return alive().stream()
                .flatMap(presence -> Progress.of(presence, model, logSeq).stream())
                .toList();
    }

    private Optional<GatewayPresence> presence(String key) {
        return store.read(key).map(bytes -> {
            try {
                return mapper.readValue(bytes, GatewayPresence.class);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read the gateway's mark " + key, e);
            }
        });
    }

    /** How far one gateway is; it follows once it has read the log so far and serves what it says. */
    public record Progress(
            String instance, String url, boolean follows, long logSeq, OptionalInt champion, Optional<String> problem) {
        static Optional<Progress> of(GatewayPresence presence, ModelName model, long expected) {
            return Optional.ofNullable(presence.follows().get(model.value()))
                    .map(followed -> new Progress(
                            presence.instance(),
                            presence.url(),
                            followed.logSeq() >= expected && followed.problem().isEmpty(),
                            followed.logSeq(),
                            followed.champion(),
                            followed.problem()));
        }
    }
}
