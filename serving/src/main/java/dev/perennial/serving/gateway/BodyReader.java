package dev.perennial.serving.gateway;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;

/**
 * Collects request bodies up to a limit, which holds before and after they are decompressed, and up to another for all
 * that are collected at a time. Thread-safe.
 */
final class BodyReader {
    private static final long MOST_DROPPED = 64L << 20;

    private final int limit;
    private final InFlight inFlight;
    private final Answers answers;

    BodyReader(int limit, InFlight inFlight, Answers answers) {
        this.limit = limit;
        this.inFlight = inFlight;
        this.answers = answers;
    }

    /** Calls back with the whole body, on the IO thread; answers by itself where there is none to be had. */
    void read(HttpServerExchange exchange, Body body) {
        ContentCoding coding = ContentCoding.ofRequest(exchange.getRequestHeaders());
        if (exchange.getRequestContentLength() > limit) {
            // What is left of the body is read and dropped, else the client would see its connection reset and no
            // answer.
            exchange.setPersistent(exchange.getRequestContentLength() <= MOST_DROPPED);
            throw tooLarge(limit);
        }
        hold(exchange);
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(limit);
        receiver.receiveFullBytes((read, bytes) -> received(read, coding, bytes, body), (failed, reason) -> {
            if (reason instanceof Receiver.RequestToLargeException) {
                RejectedRequestException rejected = tooLarge(limit);
                answers.error(failed, rejected.status(), rejected.reason());
            } else {
                // The client is gone: there is nobody to answer.
                failed.endExchange();
            }
        });
    }

    /* A body of unknown length may be as long as any. */
    private void hold(HttpServerExchange exchange) {
        long length = exchange.getRequestContentLength() < 0 ? limit : exchange.getRequestContentLength();
        if (!inFlight.hold(length)) {
            throw new RejectedRequestException(429, "Too many bytes in flight: try again");
        }
        exchange.addExchangeCompleteListener((ended, next) -> {
            inFlight.release(length);
            next.proceed();
        });
    }

    private void received(HttpServerExchange exchange, ContentCoding coding, byte[] bytes, Body body) {
        try {
            body.received(exchange, coding.decode(bytes, limit));
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
        } catch (RuntimeException e) {
            answers.internalError(exchange, e);
        }
    }

    static RejectedRequestException tooLarge(int limit) {
        return new RejectedRequestException(413, "Request too large: at most " + limit + " bytes are read");
    }

    /** Takes a body. */
    interface Body {
        void received(HttpServerExchange exchange, byte[] bytes);
    }
}
