package dev.perennial.serving.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers and counts them. Thread-safe; a call belongs on the IO thread of its exchange. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final String INTERNAL_ERROR = "Internal error: the gateway's log says more";
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final HttpString RETRY_AFTER = Headers.RETRY_AFTER;

    private final GatewayMetrics metrics;

    Answers(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    void json(HttpServerExchange exchange, int status, ByteBuffer body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        send(exchange, status, body);
    }

    void body(HttpServerExchange exchange, int status, AnswerBody body) {
        if (body.hasTensors()) {
            exchange.getResponseHeaders().put(InferenceHeader.JSON_LENGTH, body.jsonLength());
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, BINARY);
            send(exchange, status, body.bytes());
        } else {
            json(exchange, status, body.bytes());
        }
    }

    /** An answer to a prediction that is not in the log, as it says. */
    void unlogged(HttpServerExchange exchange, int status, AnswerBody body) {
        metrics.unlogged();
        body(exchange, status, body);
    }

    void text(HttpServerExchange exchange, String type, String body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        send(exchange, 200, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    void empty(HttpServerExchange exchange) {
        metrics.answered(200);
        exchange.setStatusCode(200);
        exchange.endExchange();
    }

    /** The protocol's form of an error: {@code {"error": "…"}}. */
    void error(HttpServerExchange exchange, int status, String message) {
        if (status == 429 || status == 503) {
            exchange.getResponseHeaders().put(RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        json(
                exchange,
                status,
                new JsonBytes().raw("{\"error\":").text(message).raw("}").copy());
    }

    /** Answers a request that failed for no fault of its own; the log has the cause under the request's id. */
    void internalError(HttpServerExchange exchange, RuntimeException cause) {
        LOG.error(
                "request failed path={} request={}",
                Route.of(exchange.getRequestPath()).template(),
                exchange.getResponseHeaders().getFirst(ObservedHandler.REQUEST_ID),
                cause);
        error(exchange, 500, INTERNAL_ERROR);
    }

    private void send(HttpServerExchange exchange, int status, ByteBuffer body) {
        metrics.answered(status);
        exchange.setStatusCode(status);
        exchange.getResponseSender().send(ContentCoding.encode(exchange, body));
    }
}
