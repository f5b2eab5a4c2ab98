package dev.perennial.serving.gateway;

import dev.perennial.serving.routing.Routes;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the gateway's paths: gives every answer its request id and, where the request is part of a trace, the
 * gateway's span; counts and records what became of it. Thread-safe.
 */
final class ObservedHandler implements HttpHandler {
    static final HttpString REQUEST_ID = HttpString.tryFromString("X-Request-Id");

    private static final HttpString TRACE_PARENT = HttpString.tryFromString("traceparent");

    private final HttpHandler next;
    private final Routes routes;
    private final RequestMetrics metrics;
    private final AccessLog log;
    private final RequestIds ids = new RequestIds();

    ObservedHandler(HttpHandler next, Routes routes, RequestMetrics metrics, AccessLog log) {
        this.next = next;
        this.routes = routes;
        this.metrics = metrics;
        this.log = log;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String id = ids.of(exchange.getRequestHeaders().getFirst(REQUEST_ID));
        exchange.getResponseHeaders().put(REQUEST_ID, id);
        String parent = exchange.getRequestHeaders().getFirst(TRACE_PARENT);
        TraceContext trace = parent == null ? null : TraceContext.below(parent);
        if (trace != null) {
            exchange.getResponseHeaders().put(TRACE_PARENT, trace.traceparent());
        }
        exchange.addExchangeCompleteListener(new Completion(System.nanoTime(), id, trace));
        next.handleRequest(exchange);
    }

    /** The end of one request. */
    private final class Completion implements ExchangeCompletionListener {
        private final long started;
        private final String id;
        private final @Nullable TraceContext trace;

        Completion(long started, String id, @Nullable TraceContext trace) {
            this.started = started;
            this.id = id;
            this.trace = trace;
        }

        @Override
        public void exchangeEvent(HttpServerExchange exchange, NextListener others) {
            try {
                String path = exchange.getRequestPath();
                Route route = Route.of(path);
                // A name that is not a model's would make a series of every mistake.
                String named = Route.modelIn(path);
                String model = routes.of(named) == null ? "" : named;
                int status = exchange.getStatusCode();
                metrics.finished(model, route, status);
                if (log.wants(status)) {
                    log.record(new AccessLog.Line(
                            method(exchange),
                            route,
                            model,
                            status,
                            exchange.getResponseBytesSent(),
                            TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started),
                            id,
                            trace));
                }
            } finally {
                others.proceed();
            }
        }

        private String method(HttpServerExchange exchange) {
            String method = exchange.getRequestMethod().toString();
            return method.length() <= 16 && RequestIds.isFit(method) ? method : "other";
        }
    }
}
