package dev.perennial.serving.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps work in the background from holding a processor while answers wait for one: after each millisecond or so it rests
 * for as long as it has worked, unless it is behind. Of one thread.
 */
final class Pace {
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BooleanSupplier behind;
    private long began = System.nanoTime();

    Pace(BooleanSupplier behind) {
        this.behind = behind;
    }

    /** Rests if a piece of work is done; to be called between small steps. */
    void rest() {
        long worked = System.nanoTime() - began;
        if (worked >= PIECE_NANOS) {
            if (!behind.getAsBoolean()) {
                LockSupport.parkNanos(this, Math.min(worked, LONGEST_REST_NANOS));
            }
            began = System.nanoTime();
        }
    }
}
