package dev.perennial.activities.training;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work on a thread of its own while the caller's thread keeps reporting: the training library has no callback, and a
 * heartbeat has to come from the thread that runs the activity.
 */
final class WatchedTask {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private WatchedTask() {}

    /**
     * The result of the work. An exception of {@code report} or an interrupt of the caller ends the wait at once; the
     * work is interrupted, and a native call in it runs out its seconds on a daemon thread.
     */
    static <T> T run(String name, Supplier<T> work, Runnable report) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            report.run();
            while (!finished(task)) {
                report.run();
            }
            return task.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("Training was interrupted");
            cancelled.initCause(interrupt);
            throw cancelled;
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } finally {
            task.cancel(true);
        }
    }

    private static boolean finished(FutureTask<?> task) throws InterruptedException, ExecutionException {
        try {
            task.get(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillBusy) {
            return false;
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("Cannot finish training", failure);
    }
}
