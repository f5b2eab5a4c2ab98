package dev.perennial.activities.context;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats of the activity that runs on the calling thread, sent by a ticker while that thread is busy in native code.
 * A cancellation that the ticker meets is thrown when the work returns. Safe for use by several threads.
 */
public final class TemporalHeartbeat implements Heartbeat, AutoCloseable {
    /** The engine's heartbeat timeout should be several times this. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final ScheduledExecutorService ticker;

    /** Starts the ticker's thread. */
    public TemporalHeartbeat() {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        ticker = pool;
    }

    @Override
    public void beat(String progress) {
        Activity.getExecutionContext().heartbeat(progress);
    }

    @Override
    public <T> T during(String progress, Supplier<T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        AtomicReference<@Nullable ActivityCompletionException> givenUp = new AtomicReference<>();
        ScheduledFuture<?> ticks = ticker.scheduleWithFixedDelay(
                () -> {
                    try {
                        context.heartbeat(progress);
                    } catch (ActivityCompletionException e) {
                        givenUp.set(e);
                    }
                },
                0,
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        T result;
        try {
            result = work.get();
        } finally {
            ticks.cancel(false);
        }
        ActivityCompletionException end = givenUp.get();
        if (end != null) {
            throw end;
        }
        return result;
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
