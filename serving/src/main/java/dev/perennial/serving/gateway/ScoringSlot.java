package dev.perennial.serving.gateway;

import dev.perennial.serving.routing.LoadedVersion;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where an IO thread says which row it is scoring, so that a watch can answer the request in its place when a version
 * does not come back. Exactly one of the two answers: whoever moves the state on.
 */
final class ScoringSlot {
    /*
     * The state is a ticket and a phase. Every row has a ticket of its own: the same ticket seen twice means no progress
     * in between, and a claim for a row that has been left behind fails.
     */
    private static final int PHASES = 4;
    private static final int IDLE = 0;
    private static final int SCORING = 1;
    private static final int CLAIMED = 2;
    private static final int RELEASED = 3;
    private static final long NANOS_BETWEEN_LOOKS = 50_000;

    private final Thread owner = Thread.currentThread();
    private final AtomicLong state = new AtomicLong();
    private @Nullable InferBatch batch; // published by the state
    private volatile @Nullable LoadedVersion asked;

    /** The thread that scores. */
    Thread owner() {
        return owner;
    }

    /** Begins a request; by the owner. */
    void begin(InferBatch request) {
        batch = request;
        state.set(next(state.get(), SCORING));
    }

    /** Goes on to the next row; false if the watch has answered the request. By the owner. */
    boolean advance() {
        long now = state.get();
        if (phase(now) == SCORING && state.compareAndSet(now, next(now, SCORING))) {
            return true;
        }
        awaitRelease();
        return false;
    }

    /** Says whom the row is given to; by the owner. */
    void asks(@Nullable LoadedVersion version) {
        asked = version;
    }

    /** Whom the row in work was given to. */
    @Nullable
    LoadedVersion asked() {
        return asked;
    }

    /** Ends the scoring; false if the watch has answered the request. By the owner. */
    boolean end() {
        long now = state.get();
        if (phase(now) == SCORING && state.compareAndSet(now, next(now, IDLE))) {
            forget();
            return true;
        }
        awaitRelease();
        return false;
    }

    /** Ends the scoring that broke off, if there was any; false if the watch has answered the request. By the owner. */
    boolean leave() {
        return phase(state.get()) == IDLE || end();
    }

    /* A thread that is asked nothing more must not keep a version in memory that was replaced since. */
    private void forget() {
        batch = null;
        asked = null;
    }

    /* The watch reads the request's rows, which the owner's next request would overwrite. */
    private void awaitRelease() {
        while (phase(state.get()) == CLAIMED) {
            LockSupport.parkNanos(this, NANOS_BETWEEN_LOOKS);
        }
        state.set(next(state.get(), IDLE));
        forget();
    }

    /** The ticket of the row in work; negative if there is none. */
    long ticket() {
        long now = state.get();
        return phase(now) == SCORING ? now : -1;
    }

    /** Whether the owner has not come back since its request was answered in its place. */
    boolean isAbandoned() {
        int phase = phase(state.get());
        return phase == CLAIMED || phase == RELEASED;
    }

    /** The request, if its row with this ticket is still in work; then it is the watch's, until it calls release. */
    @Nullable
    InferBatch claim(long ticket) {
        return state.compareAndSet(ticket, next(ticket, CLAIMED)) ? Objects.requireNonNull(batch) : null;
    }

    /** The watch has read all it needs. */
    void release() {
        state.set(next(state.get(), RELEASED));
    }

    private static int phase(long state) {
        return (int) (state % PHASES);
    }

    private static long next(long state, int phase) {
        return (state / PHASES + 1) * PHASES + phase;
    }
}
