package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.log.LoggedPairing;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.routing.Scorer;
import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Scores rows by the version of a traffic plan that did not answer them: the challenger in the shadow, the champion of a
 * canary's rows. Beside the answers, on a thread and a bounded queue of its own, so that no caller ever waits for the
 * other version; what finds the queue full is dropped and counted. Thread-safe.
 */
final class PairedScoring implements AutoCloseable {
    private static final int QUEUE_ROWS = 1 << 14;
    private static final int GROUP_ROWS = 256;
    private static final long POLL_MILLIS = 100;
    private static final long CLOSE_WITHIN_MILLIS = 5_000;

    private final BlockingQueue<Pair> queue = new ArrayBlockingQueue<>(QUEUE_ROWS);
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final WriteAheadLog log;
    private final GatewayMetrics metrics;
    private final Thread thread;
    private volatile boolean closed;

    private PairedScoring(WriteAheadLog log, GatewayMetrics metrics) {
        this.log = log;
        this.metrics = metrics;
        thread = new Thread(this::run, "paired-scoring");
        thread.setDaemon(true);
    }

    static PairedScoring start(WriteAheadLog log, GatewayMetrics metrics) {
        PairedScoring pairs = new PairedScoring(log, metrics);
        pairs.thread.start();
        return pairs;
    }

    /** Counts rows whose predictions are about to enter the log: whoever finds one there waits for its pairing. */
    void expect(List<Pair> rows) {
        offered.addAndGet(rows.size());
    }

    /**
     * Has the rows that are expected scored some time soon, or never if too many wait already; to be called once their
     * predictions are on their way into the log, so that no pairing comes before its prediction.
     */
    void offer(List<Pair> rows) {
        for (Pair pair : rows) {
            if (!queue.offer(pair)) {
                settled.incrementAndGet();
                metrics.pairDropped(pair.table.model().value());
            }
        }
    }

    /** Waits until all that was expected before is in the log, or the time is over. */
    boolean settle(long timeout, TimeUnit unit) {
        long until = System.nanoTime() + unit.toNanos(timeout);
        long target = offered.get();
        while (settled.get() < target && System.nanoTime() < until) {
            LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(200));
        }
        return settled.get() >= target;
    }

    private void run() {
        List<Pair> group = new ArrayList<>(GROUP_ROWS);
        FrameBuffer frames = new FrameBuffer();
        while (!closed || !queue.isEmpty()) {
            try {
                Pair first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            queue.drainTo(group, GROUP_ROWS - 1);
            Settling settling = new Settling(group.size());
            try {
                group.forEach(pair -> score(pair, frames));
                log.append(frames.take(), settling);
            } catch (OutOfMemoryError e) {
                frames.reset();
                settling.failed(new IOException("no memory for pairs", e));
            }
            group.clear();
        }
    }

    private void score(Pair pair, FrameBuffer frames) {
        RowScore scored = RowScore.of(pair.other, pair.row);
        if (scored.error() != null) {
            metrics.pairFailed();
        }
        LoggedPairing.of(
                        pair.table.model(),
                        pair.id,
                        pair.eventMillis,
                        pair.other.number(),
                        scored.score(),
                        scored.classes())
                .encode(frames);
    }

    /** Scores what waits, then stops; not for a version that does not come back. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A row, for itself, and who is to score it. */
    record Pair(RouteTable table, Scorer other, FeatureRow row, UUID id, long eventMillis) {}

    /** Counts pairs that are in the log, or never will be: an answer does not depend on them. */
    private final class Settling implements AppendListener {
        private final int rows;

        Settling(int rows) {
            this.rows = rows;
        }

        @Override
        public void durable() {
            settled.addAndGet(rows);
        }

        @Override
        public void failed(IOException reason) {
            settled.addAndGet(rows);
            for (int row = 0; row < rows; row++) {
                metrics.pairFailed();
            }
        }
    }
}
