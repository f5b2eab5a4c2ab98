package dev.perennial.serving.gateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests that were let in and not yet answered: at most so many, with bodies of at most so many bytes together, and
 * none once the gateway drains. Thread-safe.
 */
final class InFlight {
    private final int limit;
    private final long mostBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean draining;

    InFlight(int limit, long mostBytes) {
        this.limit = limit;
        this.mostBytes = mostBytes;
    }

    /** Whether one more may come in; if so it must leave. */
    boolean enter() {
        if (count.incrementAndGet() > limit || draining) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (count.decrementAndGet() == 0 && draining) {
            drained.countDown();
        }
    }

    /** Whether there is room for a body of so many bytes; one alone always finds some. If so it must be given back. */
    boolean hold(long body) {
        long before = bytes.getAndAdd(body);
        if (before > 0 && before + body > mostBytes) {
            bytes.addAndGet(-body);
            return false;
        }
        return true;
    }

    void release(long body) {
        bytes.addAndGet(-body);
    }

    boolean isDraining() {
        return draining;
    }

    int count() {
        return count.get();
    }

    /** Lets nobody in any more and waits until all have left; false if that took too long. */
    boolean drain(long timeout, TimeUnit unit) throws InterruptedException {
        draining = true;
        if (count.get() == 0) {
            return true;
        }
        return drained.await(timeout, unit);
    }
}
