package dev.perennial.monitoring.profile;

import java.util.HashMap;
import java.util.Map;

/** Counts one categorical column over the categories of the reference. Not thread-safe. */
final class CategoryCounter {
    private final CategoryBins bins;
    private final Map<String, Integer> places;
    private final long[] counts;
    private final UnseenSample unseenSample = new UnseenSample();
    private long other;
    private long unseen;
    private long missing;
    private long absent;

    CategoryCounter(CategoryBins bins) {
        this.bins = bins;
        places = new HashMap<>(2 * (bins.categories().size() + bins.rare().size()));
        bins.rare().forEach(name -> places.put(name, -1));
        for (int place = 0; place < bins.categories().size(); place++) {
            places.put(bins.categories().get(place), place);
        }
        counts = new long[bins.categories().size()];
    }

    /** A category that so many rows have. */
    void add(String category, long rows) {
        if (rows == 0) {
            return;
        }
        Integer place = places.get(category);
        if (place == null) {
            unseen += rows;
            unseenSample.add(category, rows);
        } else if (place < 0) {
            other += rows;
        } else {
            counts[place] += rows;
        }
    }

    void addMissing(long rows) {
        missing += rows;
    }

    void addAbsent(long rows) {
        absent += rows;
    }

    void add(CategoryCounts added) {
        added.addTo(counts);
        other += added.other();
        unseen += added.unseen();
        missing += added.missing();
        absent += added.absent();
        unseenSample.add(added.unseenSample());
    }

    CategoryCounts freeze() {
        return new CategoryCounts(
                bins, counts.clone(), new long[] {other, unseen, missing, absent}, new UnseenSample(unseenSample));
    }
}
