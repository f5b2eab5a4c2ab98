package dev.perennial.workflows.client;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls that come back in time: the engine's client retries by itself for longer than its own options say, and a query
 * or an update waits for a worker without end. A call that is given up goes on in the background, and its effect may
 * still happen. Safe for use by several threads.
 */
public final class BoundedCalls implements AutoCloseable {
    private final ExecutorService threads;
    private final String address;

    /** Calls to the server at this address, which messages name. */
    public BoundedCalls(String address) {
        this.address = address;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "temporal-call");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The call's result, or its own exception if that is unchecked.
     *
     * @param what completes the sentence "Cannot …"
     * @throws TemporalUnavailableException if no answer came in time
     */
    public <T> T within(Duration limit, String what, Callable<T> call) {
        Future<T> answer = threads.submit(call);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new TemporalUnavailableException(
                    "Cannot " + what + ": Temporal at " + address + " gave no answer within " + limit.toMillis()
                            + " ms",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new TemporalUnavailableException("Cannot " + what + ": interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new TemporalUnavailableException("Cannot " + what + " at Temporal, " + address, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
