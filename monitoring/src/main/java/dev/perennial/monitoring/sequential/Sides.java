package dev.perennial.monitoring.sequential;

/** Whether an interval's error probability is spent on one limit or on both. */
public enum Sides {
    /** All of it on one limit; the other one must not be used. */
    ONE(1),
    /** Half of it on each limit. */
    TWO(2);

    private final int tails;

    Sides(int tails) {
        this.tails = tails;
    }

    int tails() {
        return tails;
    }
}
