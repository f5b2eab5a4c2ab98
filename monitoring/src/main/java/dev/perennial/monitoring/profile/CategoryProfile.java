package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The counts of a categorical column.
 *
 * @param bins the categories counted by name
 * @param counts one count a category, in the order of the bins
 * @param unexpected rows in categories not counted by name: rare in the reference, or never seen in it
 * @param missing rows without a value
 */
public record CategoryProfile(CategoryBins bins, List<Long> counts, long unexpected, long missing)
        implements ColumnProfile {

    /** Checks that there is one count a category. */
    public CategoryProfile {
        counts = Counts.checked(counts, bins.categories().size());
        Require.notNegative(unexpected, "count of unexpected values");
        Require.notNegative(missing, "count of missing values");
    }

    /** Counts a column; null is missing. */
    public static CategoryProfile of(CategoryBins bins, String[] values) {
        long[] counts = new long[bins.categories().size()];
        long unexpected = 0;
        long missing = 0;
        for (String value : values) {
            if (value == null) {
                missing++;
                continue;
            }
            int index = Collections.binarySearch(bins.categories(), value);
            if (index >= 0) {
                counts[index]++;
            } else {
                unexpected++;
            }
        }
        return new CategoryProfile(bins, Arrays.stream(counts).boxed().toList(), unexpected, missing);
    }

    @Override
    public long rows() {
        return Counts.total(counts) + unexpected + missing;
    }

    @Override
    public CategoryProfile merge(ColumnProfile other) {
        if (!(other instanceof CategoryProfile that) || !that.bins.equals(bins)) {
            throw new IllegalArgumentException("Cannot merge category profiles: their categories differ");
        }
        return new CategoryProfile(
                bins, Counts.sum(counts, that.counts), unexpected + that.unexpected, missing + that.missing);
    }
}
