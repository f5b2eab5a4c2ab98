package dev.perennial.serving.gateway;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * Receives the body of one request, as much at a time as is there, straight into the array that is handed on. The server's
 * own receiver moves every byte by itself. Of the request's IO thread.
 */
final class BodyReceiver {
    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 4096;
    /* What is read at a time: the thread keeps a buffer of this size outside the heap. */
    private static final int MOST_AT_A_TIME = 1 << 16;

    private final HttpServerExchange exchange;
    private final int limit;
    private final Result result;
    private final boolean lengthKnown;
    private ByteBuffer body;

    private BodyReceiver(HttpServerExchange exchange, int limit, Result result) {
        this.exchange = exchange;
        this.limit = limit;
        this.result = result;
        long length = exchange.getRequestContentLength();
        lengthKnown = length >= 0;
        body = ByteBuffer.allocate(lengthKnown ? (int) length : Math.min(FIRST_BYTES, limit));
    }

    /** Receives a body whose length is either unknown or within the limit. */
    static void receive(HttpServerExchange exchange, int limit, Result result) {
        if (exchange.isRequestComplete()) {
            result.received(exchange, NOTHING);
            return;
        }
        StreamSourceChannel channel = exchange.getRequestChannel();
        BodyReceiver receiver = new BodyReceiver(exchange, limit, result);
        Runnable told = receiver.read(channel);
        if (told != null) {
            told.run();
            return;
        }
        channel.getReadSetter().set(readable -> {
            Runnable later = receiver.read(readable);
            if (later != null) {
                Connectors.executeRootHandler(handled -> later.run(), exchange);
            }
        });
        channel.resumeReads();
    }

    /* What is to be told of the body, or null while more of it is to come. */
    private @Nullable Runnable read(StreamSourceChannel channel) {
        try {
            while (true) {
                if (!body.hasRemaining()) {
                    if (lengthKnown) {
                        // Reads nothing: only who asks behind the last byte ends the request.
                        channel.read(body);
                        return this::received;
                    }
                    if (body.position() > limit) {
                        return () -> result.tooLarge(exchange);
                    }
                    grow();
                }
                int end = body.limit();
                body.limit(Math.min(end, body.position() + MOST_AT_A_TIME));
                int got = channel.read(body);
                body.limit(end);
                if (got < 0) {
                    return this::received;
                }
                if (got == 0) {
                    return null;
                }
            }
        } catch (IOException e) {
            return () -> result.broken(exchange);
        }
    }

    private void received() {
        byte[] bytes = body.array();
        result.received(exchange, body.hasRemaining() ? Arrays.copyOf(bytes, body.position()) : bytes);
    }

    /* By one byte more than the limit at last: that byte tells a body that is too large. */
    private void grow() {
        int size = (int) Math.min(2L * body.capacity(), limit + 1L);
        body = ByteBuffer.allocate(size).put(body.flip());
    }

    /** What became of a body; called once. */
    interface Result {
        void received(HttpServerExchange exchange, byte[] body);

        /** A body of unknown length went over the limit. */
        void tooLarge(HttpServerExchange exchange);

        /** The client is gone. */
        void broken(HttpServerExchange exchange);
    }
}
