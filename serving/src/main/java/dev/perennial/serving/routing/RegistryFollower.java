package dev.perennial.serving.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.DamagedRegistryException;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.Registry.FeedLine;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.routing.GatewayPresence.Following;
import dev.perennial.serving.routing.RouteCompiler.Completeness;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes in step with the registry: from the local cache at the start, then by the feed, and now and then by
 * the heads of all logs. Never goes back in a model's log, and never exchanges what it serves for what it cannot serve.
 */
public final class RegistryFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFollower.class);
    private static final int FEED_PAGE = 256;

    private final Registry registry;
    private final ObjectStore store;
    private final FollowSettings settings;
    private final InstantSource clock;
    private final Routes routes;
    private final LocalCache cache;
    private final RouteCompiler compiler;
    private final ObjectMapper json = RegistryJson.mapper();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<ModelName> due = new LinkedHashSet<>();
    private final Thread thread;

    private long feedSeq;
    private boolean reconciled;
    private @Nullable Long reconciledAt;
    private @Nullable Long presentAt;
    private volatile String url = "";
    private volatile boolean informed;
    private volatile boolean reachable = true;

    private RegistryFollower(
            Registry registry,
            ObjectStore store,
            PredictionKey key,
            Optional<TrustedKeys> trusted,
            FollowSettings settings,
            InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        routes = new Routes();
        cache = new LocalCache(settings.cache());
        compiler = new RouteCompiler(registry, cache, key, trusted);
        thread = new Thread(this::run, "registry-follower");
        thread.setDaemon(true);
    }

    /**
     * Restores the routes from the local cache, so that they are there when this returns. Where keys are given, a version is
     * loaded only if one of them has signed it.
     */
    public static RegistryFollower restored(
            Registry registry,
            ObjectStore store,
            PredictionKey key,
            Optional<TrustedKeys> trusted,
            FollowSettings settings,
            InstantSource clock) {
        RegistryFollower follower = new RegistryFollower(registry, store, key, trusted, settings, clock);
        follower.restore();
        return follower;
    }

    /** Begins to follow the registry, and to say that a gateway is to be found at this address. */
    public void start(String address) {
        url = address;
        thread.start();
    }

    /** The routes in force. */
    public Routes routes() {
        return routes;
    }

    /** Whether the gateway knows what to serve: from its cache, or because it has seen the registry. */
    public boolean isInformed() {
        return informed;
    }

    /** Whether the registry answered when it was last asked. */
    public boolean reachesRegistry() {
        return reachable;
    }

    private void restore() {
        feedSeq = cache.feedSeq();
        for (ModelState state : cache.states()) {
            try {
                adopt(state, Completeness.CHAMPION_AT_LEAST);
                informed = true;
            } catch (StoreUnavailableException e) {
                LOG.warn("route not restored model={} reason={}", state.model(), e.getMessage());
            }
        }
    }

    private void run() {
        do {
            try {
                follow();
                reachable = true;
            } catch (StoreUnavailableException | DamagedRegistryException e) {
                if (reachable) {
                    LOG.warn("registry not followed, will try again reason={}", e.getMessage());
                }
                reachable = false;
            } catch (RuntimeException | OutOfMemoryError e) {
                // One bad answer, or a moment without memory, must not end the following for good.
                LOG.error("registry not followed, will try again", e);
                reachable = false;
            }
        } while (!stopped());
    }

    private boolean stopped() {
        try {
            return stopped.await(settings.pollEvery().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void follow() {
        if (!reconciled || passed(reconciledAt, settings.reconcileEvery().toNanos())) {
            List<ModelName> models = registry.models();
            due.addAll(models);
            warnOfModelsMissingIn(models);
            reconciled = true;
            reconciledAt = System.nanoTime();
        }
        List<FeedLine> lines = registry.feed(feedSeq, FEED_PAGE);
        while (!lines.isEmpty()) {
            lines.forEach(line -> due.add(line.model()));
            feedSeq = lines.get(lines.size() - 1).seq();
            lines = lines.size() < FEED_PAGE ? List.of() : registry.feed(feedSeq, FEED_PAGE);
        }
        boolean changed = refreshDue();
        informed = true;
        if (changed) {
            cache.keepFeedSeq(feedSeq);
            dropUnusedBlobs();
        }
        if (changed || passed(presentAt, settings.presenceEvery().toNanos())) {
            announce();
        }
    }

    /* A model whose refresh fails stays due: the feed does not name it a second time. */
    private boolean refreshDue() {
        boolean changed = false;
        StoreUnavailableException failure = null;
        for (ModelName model : new ArrayList<>(due)) {
            try {
                changed |= adopt(registry.state(model), Completeness.EVERY_VERSION);
                due.remove(model);
            } catch (StoreUnavailableException e) {
                failure = e;
            }
        }
        if (failure != null) {
            if (changed) {
                announce();
            }
            throw failure;
        }
        return changed;
    }

    private boolean adopt(ModelState state, Completeness completeness) {
        RouteTable serving = routes.of(state.model().value());
        if (serving != null && state.seq() < serving.logSeq()) {
            LOG.warn(
                    "log went back, ignored model={} serving={} found={}",
                    state.model(),
                    serving.logSeq(),
                    state.seq());
            return false;
        }
        if (state.spec().isEmpty()) {
            return withdraw(state, serving);
        }
        if (serving != null
                && state.seq() == serving.logSeq()
                && serving.problems().isEmpty()) {
            return false;
        }
        RouteTable table = compiler.compile(state, serving, completeness);
        if (table == null || table.saysTheSameAs(serving)) {
            return false;
        }
        routes.swap(table);
        if (table.problems().isEmpty()) {
            cache.keep(state);
        }
        LoadedVersion champion = table.champion();
        LOG.info(
                "routes swapped model={} seq={} champion={} plan={} problems={}",
                table.model(),
                table.logSeq(),
                champion == null ? "none" : champion.number(),
                state.traffic()
                        .map(plan -> plan.challenger() + ":" + plan.basisPoints())
                        .orElse("none"),
                table.problems());
        return true;
    }

    /* A model that is declared no more is answered for no more. */
    private boolean withdraw(ModelState state, @Nullable RouteTable serving) {
        if (serving == null) {
            return false;
        }
        routes.remove(state.model());
        cache.forget(state.model());
        LOG.info("model withdrawn model={} seq={}", state.model(), state.seq());
        return true;
    }

    /* While a table falls short of its state, the cached state is an older one, whose blobs a restart would need. */
    private void dropUnusedBlobs() {
        if (routes.all().values().stream().allMatch(table -> table.problems().isEmpty())) {
            cache.dropAllExcept(compiler.blobsInUse());
        }
    }

    private void warnOfModelsMissingIn(List<ModelName> models) {
        Set<String> known = new HashSet<>();
        models.forEach(model -> known.add(model.value()));
        for (RouteTable table : routes.all().values()) {
            if (!known.contains(table.model().value())) {
                LOG.warn("model no longer in the registry, still served model={}", table.model());
            }
        }
    }

    /** What this gateway serves at this moment. */
    public GatewayPresence presence() {
        SortedMap<String, Following> follows = new TreeMap<>();
        routes.all().forEach((name, table) -> {
            LoadedVersion champion = table.champion();
            follows.put(
                    name,
                    new Following(
                            table.logSeq(),
                            champion == null ? OptionalInt.empty() : OptionalInt.of(champion.number()),
                            new ArrayList<>(table.versions().keySet()),
                            table.problems().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(String.join("; ", table.problems()))));
        });
        return new GatewayPresence(settings.instance(), url, settings.epoch(), follows, clock.instant());
    }

    private void announce() {
        try {
            store.overwrite(GatewayPresence.key(settings.instance()), json.writeValueAsBytes(presence()));
            presentAt = System.nanoTime();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the presence of " + settings.instance(), e);
        }
    }

    private static boolean passed(@Nullable Long since, long nanos) {
        return since == null || System.nanoTime() - since >= nanos;
    }

    /** Stops following and takes the presence mark away; the routes stay as they are. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            store.delete(GatewayPresence.key(settings.instance()));
        } catch (StoreUnavailableException e) {
            LOG.info("presence not taken away reason={}", e.getMessage());
        }
    }
}
