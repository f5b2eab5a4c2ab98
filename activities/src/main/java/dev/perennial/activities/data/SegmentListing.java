package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which segments of a model's predictions a window touches, found in one pass over the listing. Opens no file. */
public final class SegmentListing {
    private static final int PAGE = 1000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final ObjectStore store;

    /** A listing of this store. */
    public SegmentListing(ObjectStore store) {
        this.store = store;
    }

    /** The segments whose hour overlaps the window, sorted by key. */
    public List<Segment> of(ModelName model, TimeWindow window) {
        String prefix = LogLayout.predictions(model);
        LocalDate first = window.from().atOffset(ZoneOffset.UTC).toLocalDate();
        List<Segment> segments = new ArrayList<>();
        String after = prefix + LogLayout.day(first);
        while (true) {
            List<String> page = store.list(prefix, after, PAGE);
            for (String key : page) {
                LogLayout.segment(key)
                        .map(found -> new Segment(key, key.substring(prefix.length()), found.hour()))
                        .filter(segment -> segment.touches(window))
                        .ifPresent(segments::add);
            }
            boolean beyond = !page.isEmpty()
                    && LogLayout.segment(page.get(page.size() - 1))
                            .filter(last -> !last.hour().isBefore(window.to()))
                            .isPresent();
            if (page.size() < PAGE || beyond) {
                return segments;
            }
            after = page.get(page.size() - 1);
        }
    }

    /**
     * A file of the log.
     *
     * @param key its key in the store
     * @param name the key below the model's folder: day, hour and file
     * @param hour the first instant of the hour that its event times lie in
     */
    public record Segment(String key, String name, Instant hour) {
        boolean touches(TimeWindow window) {
            return hour.isBefore(window.to()) && hour.plus(HOUR).isAfter(window.from());
        }

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
