package dev.perennial.monitoring.profile;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** The counts of a categorical column of a segment. Immutable. */
public final class CategoryCounts implements ColumnCounts {
    private final CategoryBins bins;
    private final long[] counts;
    private final long other;
    private final long unseen;
    private final long missing;
    private final long absent;
    private final UnseenSample unseenSample;

    /* Takes the arrays over; the last counts are other, unseen, missing and absent. */
    CategoryCounts(CategoryBins bins, long[] counts, long[] without, UnseenSample unseenSample) {
        this.bins = bins;
        this.counts = counts;
        other = without[0];
        unseen = without[1];
        missing = without[2];
        absent = without[3];
        this.unseenSample = unseenSample;
    }

    /** The categories counted by name. */
    public CategoryBins bins() {
        return bins;
    }

    /** The number of rows in a category counted by name, by its place. */
    public long count(int place) {
        return counts[place];
    }

    /** Rows in categories that were rare in the reference. */
    public long other() {
        return other;
    }

    /** Rows in categories that the reference never held, or held too rarely to be remembered. */
    public long unseen() {
        return unseen;
    }

    /** Rows without a value in a segment that has the column. */
    @Override
    public long missing() {
        return missing;
    }

    /** Rows of segments that lack the column. */
    @Override
    public long absent() {
        return absent;
    }

    /** All rows. */
    @Override
    public long rows() {
        return Arrays.stream(counts).sum() + other + unseen + missing + absent;
    }

    /**
     * Some of the unseen categories with their exact numbers of rows, by name: all of them where there are at most
     * {@value UnseenSample#MOST}, else as many of them, drawn without regard to their frequency. Names are cut to
     * {@value UnseenSample#LONGEST_NAME} characters.
     */
    public SortedMap<String, Long> unseenCategories() {
        return unseenSample.byName();
    }

    /**
     * How many unseen categories there are: exact up to {@value UnseenSample#MOST}, an estimate with a relative standard
     * error of about 18 % beyond.
     */
    public long unseenDistinct() {
        return unseenSample.distinct();
    }

    /** The counts as distances read them: rare and unseen categories are unexpected there. */
    @Override
    public CategoryProfile profile() {
        List<Long> boxed = Arrays.stream(counts).boxed().toList();
        return new CategoryProfile(bins, boxed, other + unseen, missing + absent);
    }

    UnseenSample unseenSample() {
        return unseenSample;
    }

    void addTo(long[] totals) {
        for (int place = 0; place < counts.length; place++) {
            totals[place] += counts[place];
        }
    }

    void write(ProfileWriter out) {
        out.putCounts(counts);
        out.putCounts(new long[] {other, unseen, missing, absent});
        unseenSample.write(out);
    }

    static CategoryCounts read(CategoryBins bins, ProfileReader in) {
        return new CategoryCounts(
                bins, in.takeCounts(bins.categories().size()), in.takeCounts(4), UnseenSample.read(in));
    }
}
