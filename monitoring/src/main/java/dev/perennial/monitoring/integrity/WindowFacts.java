package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a window beside its rows.
 *
 * @param previous the profile of the window before, if there is one that does not overlap this one
 * @param earlierVolumes the numbers of rows of earlier windows of the same length and season, in any order
 * @param bounds from when to when the window lasts, if it is bound
 */
public record WindowFacts(Optional<IntegrityProfile> previous, List<Long> earlierVolumes, Optional<Bounds> bounds) {

    /** Copies the list. */
    public WindowFacts {
        earlierVolumes = List.copyOf(earlierVolumes);
        earlierVolumes.forEach(rows -> Require.notNegative(rows, "rows of an earlier window"));
    }

    /**
     * A stretch of event time, in milliseconds since 1970.
     *
     * @param from included
     * @param to not included
     */
    public record Bounds(long from, long to) {

        /** Checks the order. */
        public Bounds {
            if (to <= from) {
                throw new IllegalArgumentException("Invalid bounds: " + to + " is not after " + from);
            }
        }
    }

    /** Nothing is known. */
    public static WindowFacts none() {
        return new WindowFacts(Optional.empty(), List.of(), Optional.empty());
    }

    /** The same with the window before. */
    public WindowFacts after(IntegrityProfile window) {
        return new WindowFacts(Optional.of(window), earlierVolumes, bounds);
    }

    /** The same with the volumes of earlier windows. */
    public WindowFacts withVolumes(List<Long> volumes) {
        return new WindowFacts(previous, volumes, bounds);
    }

    /** The same with bounds, the end not included. */
    public WindowFacts between(long from, long to) {
        return new WindowFacts(previous, earlierVolumes, Optional.of(new Bounds(from, to)));
    }
}
