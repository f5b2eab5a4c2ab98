package dev.perennial.serving.gateway;

import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RegistryFollower;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The gateway's paths. Every error is {@code {"error": …}}. Thread-safe. */
final class GatewayHandler implements HttpHandler {
    private static final String MODELS = "/v2/models/";
    private static final String VERSIONS = "versions/";

    private final RegistryFollower follower;
    private final WriteAheadLog log;
    private final LogShipper shipper;
    private final InFlight inFlight;
    private final InferHandler infer;
    private final FeedbackHandler feedback;
    private final RepositoryHandler repository;
    private final ObservationHandler observations;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final String version;
    private final ExchangeCompletionListener leave;

    GatewayHandler(
            RegistryFollower follower,
            WriteAheadLog log,
            LogShipper shipper,
            InFlight inFlight,
            InferHandler infer,
            FeedbackHandler feedback,
            RepositoryHandler repository,
            ObservationHandler observations,
            Answers answers,
            GatewayMetrics metrics,
            String version) {
        this.follower = follower;
        this.log = log;
        this.shipper = shipper;
        this.inFlight = inFlight;
        this.infer = infer;
        this.feedback = feedback;
        this.repository = repository;
        this.observations = observations;
        this.answers = answers;
        this.metrics = metrics;
        this.version = version;
        leave = (exchange, next) -> {
            inFlight.leave();
            next.proceed();
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        try {
            route(exchange, exchange.getRequestPath());
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
        } catch (RuntimeException e) {
            answers.internalError(exchange, e);
        }
    }

    private void route(HttpServerExchange exchange, String path) {
        if (path.startsWith(MODELS)) {
            model(exchange, path.substring(MODELS.length()));
            return;
        }
        if (path.startsWith(RepositoryHandler.MODELS)) {
            only("POST", exchange);
            throw repository.refusal(path);
        }
        switch (path) {
            case "/v2/health/live" -> {
                only("GET", exchange);
                live(exchange);
            }
            case "/v2/health/ready" -> {
                only("GET", exchange);
                ready(exchange);
            }
            case "/v2", "/v2/" -> {
                only("GET", exchange);
                answers.json(exchange, 200, MetadataAnswer.server(version));
            }
            case "/v2/repository/index" -> {
                only("POST", exchange);
                repository.index(exchange);
            }
            case "/metrics" -> {
                only("GET", exchange);
                answers.text(
                        exchange,
                        "text/plain; version=0.0.4",
                        metrics.text(follower.routes(), log, shipper, inFlight.count()));
            }
            default -> throw new RejectedRequestException(404, "Not found: there is no such path");
        }
    }

    private void model(HttpServerExchange exchange, String rest) {
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        String action = slash < 0 ? "" : rest.substring(slash + 1);
        RouteTable table = follower.routes().of(name);
        if (table == null) {
            throw new RejectedRequestException(404, "Model " + echo(name) + " not found");
        }
        LoadedVersion pinned = null;
        if (action.startsWith(VERSIONS)) {
            String tail = action.substring(VERSIONS.length());
            int end = tail.indexOf('/');
            pinned = pinned(table, end < 0 ? tail : tail.substring(0, end));
            action = end < 0 ? "" : tail.substring(end + 1);
        }
        switch (action) {
            case "infer" -> {
                only("POST", exchange);
                requireAnsweredHere(table);
                enter(exchange);
                infer.handle(exchange, table, pinned);
            }
            case "feedback" -> {
                only("POST", exchange);
                enter(exchange);
                feedback.handle(exchange, table);
            }
            case "observations" -> {
                only("POST", exchange);
                enter(exchange);
                observations.handle(exchange, table);
            }
            case "" -> {
                only("GET", exchange);
                answers.json(exchange, 200, MetadataAnswer.model(table, pinned));
            }
            case "ready" -> {
                only("GET", exchange);
                modelReady(exchange, table, pinned);
            }
            default -> throw new RejectedRequestException(404, "Not found: a model has no such path");
        }
    }

    private static LoadedVersion pinned(RouteTable table, String version) {
        LoadedVersion loaded =
                version.matches("[1-9][0-9]{0,8}") ? table.versions().get(Integer.valueOf(version)) : null;
        if (loaded == null) {
            throw new RejectedRequestException(
                    404, "Model " + table.model() + " with version " + echo(version) + " not found");
        }
        return loaded;
    }

    private static void requireAnsweredHere(RouteTable table) {
        if (table.spec().external().isPresent()) {
            throw new RejectedRequestException(
                    409,
                    "Cannot answer for model " + table.model()
                            + ": its file says that another server does (spec.external)");
        }
    }

    private void enter(HttpServerExchange exchange) {
        if (!inFlight.enter()) {
            if (inFlight.isDraining()) {
                exchange.setPersistent(false);
                throw new RejectedRequestException(503, "The gateway is stopping");
            }
            throw new RejectedRequestException(429, "Too many requests in flight: try again");
        }
        exchange.addExchangeCompleteListener(leave);
    }

    private void live(HttpServerExchange exchange) {
        if (infer.isStuck()) {
            throw new RejectedRequestException(503, "Not live: a version has held a thread for seconds, restart");
        }
        answers.empty(exchange);
    }

    private void ready(HttpServerExchange exchange) {
        requireReady();
        requireLog(answersUnlogged());
        answers.empty(exchange);
    }

    private void requireReady() {
        if (inFlight.isDraining()) {
            throw new RejectedRequestException(503, "Not ready: the gateway is stopping");
        }
        if (!follower.isInformed()) {
            throw new RejectedRequestException(503, "Not ready: the registry was not reached and nothing is cached");
        }
    }

    private void requireLog(boolean answersWithoutIt) {
        if (log.isFailing() && !answersWithoutIt) {
            throw new RejectedRequestException(503, "Not ready: the log takes no records");
        }
    }

    /* Where models differ, the gateway is as ready as the most careful of them. */
    private boolean answersUnlogged() {
        Collection<RouteTable> tables = follower.routes().all().values();
        return tables.isEmpty() ? infer.answersUnlogged() : tables.stream().allMatch(infer::answersUnlogged);
    }

    private void modelReady(HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned) {
        if (table.spec().external().isPresent()) {
            throw new RejectedRequestException(
                    503, "Model " + table.model() + " is not ready: another server answers for it");
        }
        if (pinned == null && table.champion() == null) {
            throw new RejectedRequestException(503, "Model " + table.model() + " is not ready: it has no champion");
        }
        requireReady();
        requireLog(infer.answersUnlogged(table));
        LoadedVersion version = pinned == null ? table.champion() : pinned;
        if (version != null && version.isStalled()) {
            throw new RejectedRequestException(
                    503, "Model " + table.model() + " is not ready: version " + version.number() + " has stalled");
        }
        answers.empty(exchange);
    }

    private static void only(String method, HttpServerExchange exchange) {
        if (!exchange.getRequestMethod().equals(method.equals("GET") ? Methods.GET : Methods.POST)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, method);
            throw new RejectedRequestException(405, "Method not allowed: expected " + method);
        }
    }

    /** As much of a name that a client made up as an answer repeats. */
    static String echo(String name) {
        return name.substring(0, Math.min(name.length(), 63));
    }
}
