package dev.perennial.serving.gateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that were let in and not yet answered: at most so many, and none once the gateway drains. Thread-safe. */
final class InFlight {
    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean draining;

    InFlight(int limit) {
        this.limit = limit;
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
