package dev.perennial.serving.gateway;

import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.log.ShipperSettings;
import dev.perennial.serving.log.ShipperStatistics;
import dev.perennial.serving.routing.FollowSettings;
import dev.perennial.serving.routing.GatewayPresence;
import dev.perennial.serving.routing.RegistryFollower;
import dev.perennial.serving.wal.DataDirectory;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WalStatistics;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * A running inference gateway: the Open Inference Protocol over HTTP in front of the models that the registry names, with
 * every prediction and label in a log before it is acknowledged. Needs the registry and the object store to learn of
 * changes and to ship its log, not to answer. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final String VERSION = "0.1.0";
    private static final Duration FORCE_WITHIN = Duration.ofMillis(20);
    private static final Duration PAIRS_WITHIN = Duration.ofSeconds(2);
    private static final int WORKER_THREADS = 2;

    /*
     * Bodies that are being collected may take an eighth of the heap: each is there twice for a moment, and what is read
     * of the one in work takes about as much again on each thread.
     */
    private static final int BODIES_SHARE = 8;

    private final GatewaySettings settings;
    private final DataDirectory data;
    private final WriteAheadLog log;
    private final LogShipper shipper;
    private final RegistryFollower follower;
    private final InFlight inFlight;
    private final AccessLog accessLog;
    private final PairedScoring pairs;
    private final InferHandler infer;
    private final Undertow server;
    private final int port;

    private Gateway(
            GatewaySettings settings,
            DataDirectory data,
            WriteAheadLog log,
            LogShipper shipper,
            RegistryFollower follower,
            InFlight inFlight,
            AccessLog accessLog,
            PairedScoring pairs,
            InferHandler infer,
            Undertow server,
            int port) {
        this.settings = settings;
        this.data = data;
        this.log = log;
        this.shipper = shipper;
        this.follower = follower;
        this.inFlight = inFlight;
        this.accessLog = accessLog;
        this.pairs = pairs;
        this.infer = infer;
        this.server = server;
        this.port = port;
    }

    /** Starts a gateway; when this returns it answers for all models that its cache knows. */
    public static Gateway start(GatewaySettings settings, Registry registry, ObjectStore store, InstantSource clock) {
        DataDirectory data = DataDirectory.open(settings.dataDirectory());
        Path root = data.root();
        PredictionKey key = settings.predictionKey()
                .map(PredictionKey::ofSecret)
                .orElseGet(() -> PredictionKey.ofFile(root.resolve("prediction.key")));
        WriteAheadLog log = WriteAheadLog.open(new WalSettings(
                data.log(),
                data.instance(),
                data.epoch(),
                settings.logging().durability(),
                settings.logging().segmentBytes(),
                settings.logging().bytes(),
                FORCE_WITHIN));
        AccessLog accessLog = AccessLog.start(settings.accessLog());
        GatewayMetrics metrics = new GatewayMetrics(accessLog);
        PairedScoring pairs = PairedScoring.start(log, metrics);
        LogShipper shipper = LogShipper.start(
                log,
                store,
                new ShipperSettings(settings.logging().flushEvery(), Duration.ofMillis(250), Duration.ofSeconds(15)),
                () -> pairs.settle(PAIRS_WITHIN.toMillis(), TimeUnit.MILLISECONDS));

        RegistryFollower follower = RegistryFollower.restored(
                registry,
                store,
                key,
                settings.trustedKeys(),
                new FollowSettings(
                        root.resolve("cache"),
                        settings.following().pollEvery(),
                        settings.following().reconcileEvery(),
                        settings.following().presenceEvery(),
                        data.instance(),
                        data.epoch()),
                clock);
        InFlight inFlight = new InFlight(
                settings.limits().requestsInFlight(), Runtime.getRuntime().maxMemory() / BODIES_SHARE);
        Answers answers = new Answers(metrics);
        BodyReader bodies = new BodyReader(settings.limits().bodyBytes(), inFlight, answers);
        InferHandler infer = new InferHandler(
                log,
                pairs,
                new InferRequestReader(settings.limits().rowsPerRequest()),
                bodies,
                answers,
                metrics,
                settings.limits().deadline(),
                clock,
                new LogPromise(
                        settings.logging().durability(), settings.logging().whenFailing()));
        GatewayHandler handler = new GatewayHandler(
                follower,
                log,
                shipper,
                inFlight,
                infer,
                new FeedbackHandler(log, bodies, answers, metrics, clock),
                new RepositoryHandler(follower.routes(), bodies, answers),
                new ObservationHandler(log, bodies, answers, metrics, clock),
                answers,
                metrics,
                VERSION);
        Undertow server =
                server(settings, new ObservedHandler(handler, follower.routes(), metrics.requests(), accessLog));
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        String url = settings.url().orElse("http://" + settings.host() + ":" + port);
        follower.start(url);
        LOG.info("gateway started url={} instance={} epoch={}", url, data.instance(), data.epoch());
        return new Gateway(settings, data, log, shipper, follower, inFlight, accessLog, pairs, infer, server, port);
    }

    private static Undertow server(GatewaySettings settings, HttpHandler handler) {
        Connections connections = Connections.ofThisProcess();
        return Undertow.builder()
                .addHttpListener(settings.port(), settings.host(), new HttpContinueReadHandler(handler))
                .setIoThreads(settings.ioThreads())
                .setWorkerThreads(WORKER_THREADS)
                .setSocketOption(Options.REUSE_ADDRESSES, true)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, connections.most())
                .setSocketOption(Options.CONNECTION_LOW_WATER, connections.again())
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .build();
    }

    /** The port on which the gateway listens. */
    public int port() {
        return port;
    }

    /** The name under which the gateway's log files and presence are found. */
    public String instance() {
        return data.instance();
    }

    /** What the gateway serves at this moment. */
    public GatewayPresence presence() {
        return follower.presence();
    }

    /** What the gateway's log did. */
    public WalStatistics logStatistics() {
        return log.statistics();
    }

    /** What left for the object store. */
    public ShipperStatistics shipperStatistics() {
        return shipper.statistics();
    }

    /** Ships everything that is in the log now; false if the store did not take it all. */
    public boolean flush() {
        return shipper.flush();
    }

    /**
     * Lets no new request in, answers those that are in flight, then stops. What the object store does not take now is
     * shipped after the next start.
     */
    @Override
    public void close() {
        try {
            if (!inFlight.drain(settings.limits().drainWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("gateway stops with requests in flight count={}", inFlight.count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        accessLog.close();
        infer.close();
        follower.close();
        pairs.close();
        log.close();
        shipper.close();
        shipper.flush();
        data.close();
        LOG.info("gateway stopped instance={}", data.instance());
    }
}
