package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a model's log is kept, and what becomes of its predictions while the log takes none.
 *
 * @param keep the age of event times from which predictions and what was said about them are removed; empty for never
 * @param whenFailing what is answered while a gateway's disk is full or fails; empty for what the gateway was told
 */
public record LogSpec(Optional<Duration> keep, Optional<WhenFailing> whenFailing) {
    /** A log that is kept for ever. */
    public static final LogSpec STANDARD = new LogSpec(Optional.empty());

    /** What no log is kept shorter than: a window may need yesterday's rows. */
    static final Duration SHORTEST = Duration.ofDays(2);

    /** Refuses a log that is kept for less than two days. */
    public LogSpec {
        if (keep.filter(age -> age.compareTo(SHORTEST) < 0).isPresent()) {
            throw new IllegalArgumentException("Invalid log.keep: " + keep.get() + ", expected two days or more");
        }
        // Messages of earlier versions do not have it.
        whenFailing = Objects.requireNonNullElse(whenFailing, Optional.empty());
    }

    /** A log that leaves to the gateway what is answered while it takes nothing. */
    public LogSpec(Optional<Duration> keep) {
        this(keep, Optional.empty());
    }

    /** What is answered while the log takes nothing. */
    public enum WhenFailing {
        /** Nothing: the request fails. */
        REFUSE,
        /** The prediction, marked as one that is in no log. */
        ANSWER
    }
}
