package dev.perennial.serving.gateway;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Collects request bodies up to a limit. Thread-safe. */
final class BodyReader {
    private final int limit;
    private final Answers answers;

    BodyReader(int limit, Answers answers) {
        this.limit = limit;
        this.answers = answers;
    }

    /** Calls back with the whole body, on the IO thread; answers by itself where there is none to be had. */
    void read(HttpServerExchange exchange, Body body) {
        String encoding = exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING);
        if (encoding != null && !encoding.equals("identity")) {
            answers.error(exchange, 415, "Unsupported content encoding: expected none");
            return;
        }
        if (exchange.getRequestContentLength() > limit) {
            exchange.setPersistent(false);
            tooLarge(exchange);
            return;
        }
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(limit);
        receiver.receiveFullBytes(body::received, (failed, reason) -> {
            if (reason instanceof Receiver.RequestToLargeException) {
                tooLarge(failed);
            } else {
                // The client is gone: there is nobody to answer.
                failed.endExchange();
            }
        });
    }

    private void tooLarge(HttpServerExchange exchange) {
        answers.error(exchange, 413, "Request too large: at most " + limit + " bytes are read");
    }

    /** Takes a body. */
    interface Body {
        void received(HttpServerExchange exchange, byte[] bytes);
    }
}
