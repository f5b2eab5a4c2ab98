package dev.perennial.registry.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** Bounded waiting between attempts: the ceiling doubles from {@code first} to {@code longest}, the wait is a random share of it. */
record Backoff(int attempts, Duration first, Duration longest, DoubleSupplier jitter) {
    Backoff {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("Invalid backoff: " + attempts + " attempts, " + first + " to " + longest
                    + ", expected at least one attempt and a first wait not above the longest");
        }
    }

    Duration ceiling(int attempt) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Waits after the failed attempt of this number, from 1; false if there is no attempt left or the thread is interrupted. */
    boolean pause(int attempt) {
        if (attempt >= attempts) {
            return false;
        }
        long wait = (long) (ceiling(attempt).toNanos() * jitter.getAsDouble());
        long deadline = System.nanoTime() + wait;
        for (long left = wait;
                left > 0 && !Thread.currentThread().isInterrupted();
                left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !Thread.currentThread().isInterrupted();
    }
}
