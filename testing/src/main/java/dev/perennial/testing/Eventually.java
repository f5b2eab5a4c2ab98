package dev.perennial.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for something that becomes true by itself, with a deadline.
 *
 * <p>The question is asked every 20 ms until it is answered. What it throws counts as "not yet"; the last such failure
 * is the cause of the error when time is up. The deadline bounds the time between questions, so a question must not
 * block for long by itself.
 */
public final class Eventually {
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private Eventually() {}

    /** Returns once {@code question} answers true; an {@link AssertionError} naming {@code what} otherwise. */
    public static void within(Duration limit, String what, Callable<Boolean> question) {
        valueWithin(limit, what, () -> question.call() ? Boolean.TRUE : null);
    }

    /** Returns once {@code assertions} throw nothing; the last of their errors is the cause when time is up. */
    public static void passesWithin(Duration limit, String what, Assertions assertions) {
        valueWithin(limit, what, () -> {
            assertions.check();
            return Boolean.TRUE;
        });
    }

    /** The first answer that is not null. */
    public static <T> T valueWithin(Duration limit, String what, Callable<? extends @Nullable T> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        @Nullable Throwable last = null;
        do {
            try {
                T answer = question.call();
                if (answer != null) {
                    return answer;
                }
                last = null;
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting until " + what, interruption);
            } catch (Exception | AssertionError failure) {
                last = failure;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        throw new AssertionError("Waited " + limit + " in vain until " + what, last);
    }

    /** A group of assertions that may throw anything. */
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }
}
