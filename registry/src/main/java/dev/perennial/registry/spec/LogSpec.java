package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a model's log is kept.
 *
 * @param keep the age of event times from which predictions and what was said about them are removed; empty for never
 */
public record LogSpec(Optional<Duration> keep) {
    /** A log that is kept for ever. */
    public static final LogSpec STANDARD = new LogSpec(Optional.empty());

    /** What no log is kept shorter than: a window may need yesterday's rows. */
    static final Duration SHORTEST = Duration.ofDays(2);

    /** Refuses a log that is kept for less than two days. */
    public LogSpec {
        if (keep.filter(age -> age.compareTo(SHORTEST) < 0).isPresent()) {
            throw new IllegalArgumentException("Invalid log.keep: " + keep.get() + ", expected two days or more");
        }
    }
}
