package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Which files of a model's predictions a window touches. Opens no file of rows. */
public final class SegmentListing {
    private static final Duration HOUR = Duration.ofHours(1);

    private final LogListing listing;

    /** A view of this listing. */
    public SegmentListing(LogListing listing) {
        this.listing = listing;
    }

    /** The files whose hour overlaps the window, sorted by key; each row of the window is in exactly one. */
    public List<Segment> of(ModelName model, TimeWindow window) {
        String prefix = LogLayout.predictions(model);
        return listing.within(model, window).stream()
                .flatMap(hour -> hour.predictions().stream()
                        .map(key -> new Segment(key, key.substring(prefix.length()), hour.hour())))
                .toList();
    }

    /**
     * A file of the log.
     *
     * @param key its key in the store
     * @param name the key below the model's folder: day, hour and file
     * @param hour the first instant of the hour that its event times lie in
     */
    public record Segment(String key, String name, Instant hour) {
        /** Whether all of the segment's hour lies in the window. */
        public boolean within(TimeWindow window) {
            return !hour.isBefore(window.from()) && !hour.plus(HOUR).isAfter(window.to());
        }

        /** The UTC day of its hour. */
        public LocalDate day() {
            return hour.atOffset(ZoneOffset.UTC).toLocalDate();
        }
    }
}
