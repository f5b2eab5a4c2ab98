package dev.perennial.serving.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines about requests, without any value of a feature, written by a thread of its own so that a slow log never slows an
 * answer: where it falls behind, lines are dropped and counted. Thread-safe.
 */
final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.perennial.serving.access");
    private static final int WAITING = 4096;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final AccessLevel level;
    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder dropped = new LongAdder();
    private final @Nullable Thread writer;
    private volatile boolean closed;

    private AccessLog(AccessLevel level) {
        this.level = level;
        writer = level == AccessLevel.OFF ? null : new Thread(this::write, "access-log");
    }

    static AccessLog start(AccessLevel level) {
        AccessLog log = new AccessLog(level);
        if (log.writer != null) {
            log.writer.setDaemon(true);
            log.writer.start();
        }
        return log;
    }

    /** Whether a request that was answered with this status is to be recorded. */
    boolean wants(int status) {
        return switch (level) {
            case OFF -> false;
            case ERRORS -> status >= 400;
            case ALL -> true;
        };
    }

    void record(Line line) {
        if (!waiting.offer(line)) {
            dropped.increment();
        }
    }

    /** How many lines were dropped since the start. */
    long dropped() {
        return dropped.sum();
    }

    private void write() {
        try {
            while (!closed || !waiting.isEmpty()) {
                Line line = waiting.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    LOG.info("{}", line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is waiting, then stops. */
    @Override
    public void close() {
        closed = true;
        if (writer != null) {
            try {
                writer.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One request. */
    record Line(
            String method,
            Route route,
            String model,
            int status,
            long bytes,
            long micros,
            String requestId,
            @Nullable TraceContext trace) {
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(200)
                    .append("method=")
                    .append(method)
                    .append(" path=")
                    .append(route.template())
                    .append(" model=")
                    .append(model.isEmpty() ? "-" : model)
                    .append(" status=")
                    .append(status)
                    .append(" bytes=")
                    .append(bytes)
                    .append(" micros=")
                    .append(micros)
                    .append(" request=")
                    .append(requestId);
            if (trace != null) {
                out.append(" trace=")
                        .append(trace.traceId())
                        .append(" span=")
                        .append(trace.spanId())
                        .append(" parent=")
                        .append(trace.parentId());
            }
            return out.toString();
        }
    }
}
