package dev.perennial.activities.monitor;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.MonitorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a model's windows lie in event time: the first begins when monitoring does (the next whole day, or whole hour
 * where windows come more often than daily), and one of the declared length ends every {@code every} after it.
 */
record WindowGrid(Instant first, Duration every, Duration length) {

    static WindowGrid of(Instant monitoredFrom, MonitorSpec spec) {
        boolean daily = spec.every().compareTo(Duration.ofDays(1)) >= 0;
        long unit = daily ? Duration.ofDays(1).toSeconds() : Duration.ofHours(1).toSeconds();
        long seconds = monitoredFrom.getEpochSecond() + (monitoredFrom.getNano() > 0 ? 1 : 0);
        Instant aligned = Instant.ofEpochSecond(-Math.floorDiv(-seconds, unit) * unit);
        return new WindowGrid(aligned, spec.every(), spec.window());
    }

    /** Windows that end after {@code after}, or the first ones, and at or before {@code until}; oldest first. */
    List<TimeWindow> between(Optional<Instant> after, Instant until, int most) {
        List<TimeWindow> windows = new ArrayList<>();
        Instant firstEnd = first.plus(length);
        long skip = after.filter(end -> !end.isBefore(firstEnd))
                .map(end -> Duration.between(firstEnd, end).dividedBy(every) + 1)
                .orElse(0L);
        Instant end = firstEnd.plus(every.multipliedBy(skip));
        while (windows.size() < most && !end.isAfter(until)) {
            windows.add(new TimeWindow(end.minus(length), end));
            end = end.plus(every);
        }
        return windows;
    }

    /**
     * Up to where a challenger of this window was fitted: windows that overlap share one, which saw nothing of any of
     * them. Equal to the window's start where windows follow one another without overlap.
     */
    Instant challengerAsOf(TimeWindow window) {
        long steps = Math.floorDiv(Duration.between(first, window.from()).toMillis(), length.toMillis());
        return first.plus(length.multipliedBy(steps));
    }
}
