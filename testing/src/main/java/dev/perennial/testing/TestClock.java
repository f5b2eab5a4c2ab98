package dev.perennial.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until the test moves it, in UTC. Thread-safe. */
public final class TestClock extends Clock {
    private final Hand now;
    private final ZoneId zone;

    private TestClock(Hand now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    public static TestClock at(Instant start) {
        return new TestClock(new Hand(start), ZoneOffset.UTC);
    }

    /** For example {@code 2013-03-01T00:00:00Z}. */
    public static TestClock at(String start) {
        return at(Instant.parse(start));
    }

    /** Forwards, or backwards where the duration is negative. */
    public TestClock advance(Duration by) {
        now.move(by);
        return this;
    }

    public TestClock set(Instant instant) {
        now.set(instant);
        return this;
    }

    @Override
    public Instant instant() {
        return now.instant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same time read in another zone: moving one moves both. */
    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(now, other);
    }

    /** What all views of one clock share. */
    private static final class Hand {
        private Instant instant;

        Hand(Instant instant) {
            this.instant = instant;
        }

        synchronized Instant instant() {
            return instant;
        }

        synchronized void set(Instant other) {
            instant = other;
        }

        synchronized void move(Duration by) {
            instant = instant.plus(by);
        }
    }
}
