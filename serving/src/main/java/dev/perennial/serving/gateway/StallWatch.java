package dev.perennial.serving.gateway;

import dev.perennial.serving.routing.LoadedVersion;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few milliseconds whether an IO thread still works at the row that it worked at before, and has its request
 * answered without it when it does: a caller waits 20 ms for a version, not for ever. A thread that merely waits for a
 * processor has stalled at nothing and is left alone.
 */
final class StallWatch implements AutoCloseable {
    /*
     * A look every 4 ms; a row stalls when 8 ms after it was first seen it has used 6 ms of processor time or waits for
     * something. So the answer leaves at most 4 + 8 + 4 ms after the row began, and 4 are left to make it.
     */
    private static final long LOOK_EVERY_MILLIS = 4;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(6);
    private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private final List<ScoringSlot> slots = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Rescue rescue;
    private final Thread thread;
    private volatile boolean stuck;

    private StallWatch(Rescue rescue) {
        this.rescue = rescue;
        thread = new Thread(this::run, "stall-watch");
        thread.setDaemon(true);
    }

    static StallWatch start(Rescue rescue) {
        StallWatch watch = new StallWatch(rescue);
        watch.thread.start();
        return watch;
    }

    /** A slot of the calling thread, watched from now on. */
    ScoringSlot slot() {
        ScoringSlot slot = new ScoringSlot();
        slots.add(slot);
        return slot;
    }

    /** Whether a thread has not come back for seconds: the connections that it serves are lost. */
    boolean isStuck() {
        return stuck;
    }

    private void run() {
        Map<ScoringSlot, Sight> sights = new HashMap<>();
        while (!stopped()) {
            boolean anyStuck = false;
            for (ScoringSlot slot : slots) {
                try {
                    anyStuck |= look(slot, sights);
                } catch (RuntimeException | OutOfMemoryError e) {
                    LOG.error("stall watch failed", e);
                }
            }
            stuck = anyStuck;
        }
    }

    private boolean look(ScoringSlot slot, Map<ScoringSlot, Sight> sights) {
        long now = System.nanoTime();
        Sight before = sights.get(slot);
        if (slot.isAbandoned()) {
            return before != null && now - before.nanos > STUCK_AFTER_NANOS;
        }
        long ticket = slot.ticket();
        if (ticket < 0) {
            sights.remove(slot);
            return false;
        }
        if (before == null || before.ticket != ticket) {
            sights.put(slot, new Sight(ticket, now, processorNanos(slot.owner())));
            return false;
        }
        if (now - before.nanos >= PATIENCE_NANOS && hasStalled(slot.owner(), before)) {
            InferBatch batch = slot.claim(ticket);
            if (batch != null) {
                try {
                    rescue.answer(batch, slot.asked());
                } finally {
                    slot.release();
                }
            }
        }
        return false;
    }

    private boolean hasStalled(Thread owner, Sight before) {
        return switch (owner.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> {
                long used = processorNanos(owner);
                yield used < 0 || used - before.processorNanos >= BUSY_NANOS;
            }
        };
    }

    private long processorNanos(Thread owner) {
        return threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(owner.getId()) : -1;
    }

    private boolean stopped() {
        try {
            return stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers a request whose version does not. */
    interface Rescue {
        /** On the watch's thread; must not ask a version. The asked one is the one that does not come back. */
        void answer(InferBatch batch, @Nullable LoadedVersion asked);
    }

    private record Sight(long ticket, long nanos, long processorNanos) {}
}
