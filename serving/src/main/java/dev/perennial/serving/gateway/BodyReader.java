package dev.perennial.serving.gateway;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Collects request bodies up to a limit, which holds before and after they are decompressed, and up to another for all
 * that are collected at a time. Thread-safe.
 */
final class BodyReader {
    private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
    private static final long MOST_DROPPED = 64L << 20;

    /** How long after its head a body may take: a client that sends half of one would hold its place for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int limit;
    private final InFlight inFlight;
    private final Answers answers;
    private final Duration patience;

    BodyReader(int limit, InFlight inFlight, Answers answers) {
        this(limit, inFlight, answers, PATIENCE);
    }

    BodyReader(int limit, InFlight inFlight, Answers answers, Duration patience) {
        this.limit = limit;
        this.inFlight = inFlight;
        this.answers = answers;
        this.patience = patience;
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
        BodyReceiver.receive(exchange, limit, new Received(coding, body));
        if (!exchange.isRequestComplete()) {
            giveUpLater(exchange);
        }
    }

    /* On the connection's own thread, so that the body is either there or not. */
    private void giveUpLater(HttpServerExchange exchange) {
        XnioExecutor.Key waiting = exchange.getIoThread()
                .executeAfter(
                        () -> {
                            if (!exchange.isRequestComplete()) {
                                LOG.info("body given up after={}", patience);
                                IoUtils.safeClose(exchange.getConnection());
                            }
                        },
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((ended, next) -> {
            waiting.remove();
            next.proceed();
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

    private void decoded(HttpServerExchange exchange, ContentCoding coding, byte[] bytes, Body body) {
        try {
            body.received(exchange, coding.decode(bytes, limit));
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
        } catch (RuntimeException e) {
            answers.internalError(exchange, e);
        } catch (OutOfMemoryError e) {
            LOG.error("no memory for a body bytes={}", bytes.length, e);
            answers.error(exchange, 503, "Not enough memory for the request: try again");
        }
    }

    static RejectedRequestException tooLarge(int limit) {
        return new RejectedRequestException(413, "Request too large: at most " + limit + " bytes are read");
    }

    private final class Received implements BodyReceiver.Result {
        private final ContentCoding coding;
        private final Body body;

        Received(ContentCoding coding, Body body) {
            this.coding = coding;
            this.body = body;
        }

        @Override
        public void received(HttpServerExchange exchange, byte[] bytes) {
            decoded(exchange, coding, bytes, body);
        }

        @Override
        public void tooLarge(HttpServerExchange exchange) {
            RejectedRequestException rejected = BodyReader.tooLarge(limit);
            answers.error(exchange, rejected.status(), rejected.reason());
        }

        @Override
        public void broken(HttpServerExchange exchange) {
            // There is nobody to answer.
            exchange.endExchange();
        }
    }

    /** Takes a body. */
    interface Body {
        void received(HttpServerExchange exchange, byte[] bytes);
    }
}
