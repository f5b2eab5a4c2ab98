package dev.perennial.testing.faults;

import java.util.SplittableRandom;
import java.util.function.Predicate;

/** One fault placed in a {@link FaultyProxy}, with the number of times it struck. Thread-safe. */
public final class Injection {
    private final Fault fault;
    private final Predicate<ProxiedRequest> where;
    private final double share;
    private final SplittableRandom random;
    private int left;
    private int fired;

    Injection(Fault fault, Predicate<ProxiedRequest> where, int times, double share, long seed) {
        if (times < 1) {
            throw new IllegalArgumentException("Invalid number of times: " + times + ", expected 1 or more");
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("Invalid share: " + share + ", expected above 0 and at most 1");
        }
        this.fault = fault;
        this.where = where;
        this.share = share;
        this.random = new SplittableRandom(seed);
        this.left = times;
    }

    Fault fault() {
        return fault;
    }

    /** How often the fault struck: a test that expects it to have been survived asserts that this is not zero. */
    public synchronized int fired() {
        return fired;
    }

    synchronized boolean claims(ProxiedRequest request) {
        if (left == 0 || !where.test(request) || (share < 1 && random.nextDouble() >= share)) {
            return false;
        }
        left--;
        fired++;
        return true;
    }

    /** The fault found nothing to strike at: as if it had not been claimed. */
    synchronized void passOver() {
        left++;
        fired--;
    }
}
