package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.profile.CategoryProfile;
import dev.perennial.monitoring.profile.ColumnProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts that a reference column would have shown, had its categories been named on other rows.
 *
 * <p>Names are chosen on the reference, so a category just above the cut is there partly by luck, and "other" is counted too
 * low: without drift it would then seem to grow. Left out of the choice itself, a row of a category at the cut would have
 * been "other"; the rows of one step of the cut are therefore moved there, taken from the categories near it. Where every
 * category seen has a name, these are the categories seen once, and the moved share is Good's estimate of what was not
 * seen (I. J. Good, "The population frequencies of species", Biometrika 40, 1953).
 */
final class ReferenceBins {

    private ReferenceBins() {}

    /* Value bins, then unexpected, then missing. */
    static List<Long> of(ColumnProfile profile) {
        List<Long> counts = new ArrayList<>(profile.counts());
        long unexpected = profile.unexpected();
        if (profile instanceof CategoryProfile && !counts.isEmpty()) {
            unexpected += moveFromTheCut(counts, unexpected);
        }
        counts.add(unexpected);
        counts.add(profile.missing());
        return counts;
    }

    private static long moveFromTheCut(List<Long> counts, long unexpected) {
        long cut = counts.stream()
                .mapToLong(Long::longValue)
                .filter(count -> count > 0)
                .min()
                .orElse(0);
        if (cut == 0 || (unexpected == 0 && cut > 1)) {
            return 0;
        }
        double width = unexpected == 0 ? 1 : Math.max(1, Math.sqrt((double) cut));
        double atTheCut = 0;
        double weights = 0;
        for (long count : counts) {
            atTheCut += count >= cut && (double) (count - cut) < width ? (double) count / width : 0;
            weights += weight(count, cut, width);
        }
        long moved = 0;
        for (int i = 0; i < counts.size(); i++) {
            long take = Math.min(counts.get(i), Math.round(atTheCut * weight(counts.get(i), cut, width) / weights));
            counts.set(i, counts.get(i) - take);
            moved += take;
        }
        return moved;
    }

    private static double weight(long count, long cut, double width) {
        double distance = (double) (count - cut) / width;
        return count == 0 ? 0 : count * Math.exp(-distance * distance / 2);
    }
}
