package dev.perennial.monitoring.integrity;

import java.time.Duration;
import java.util.Map;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/** Volume, repeated and replayed rows, event times. */
final class RowChecks {
    private static final String ROWS = "rows";
    private static final double MOST_ALIKE_BY_NATURE = 0.2;

    private RowChecks() {}

    static void run(Checks checks, IntegrityProfile reference, IntegrityProfile current, WindowFacts facts) {
        volume(checks, current.rows(), facts);
        if (current.rows() >= checks.policy().minimumRows()) {
            repeats(checks, reference.digests(), reference.rows(), current.digests(), current.rows());
            facts.previous().ifPresent(previous -> replays(checks, reference, previous, current));
        }
        facts.bounds().ifPresent(bounds -> current.times().ifPresent(times -> times(checks, bounds, times)));
    }

    private static void volume(Checks checks, long rows, WindowFacts facts) {
        if (facts.earlierVolumes().size() >= VolumeTest.LEAST_PERIODS) {
            VolumeTest test = VolumeTest.of(rows, facts.earlierVolumes());
            checks.tested(
                    test.pValue(),
                    test.relativeChange() >= checks.policy().volumeFloor(),
                    pValue -> new RowFinding.VolumeChanged(ROWS, rows, test.expected(), pValue));
        }
    }

    /*
     * Two independent rows are equal with a probability c that does not depend on how many there are; the pairs of equal
     * rows in the reference estimate it. A sample that reaches a share f of all digests holds a share f of all such pairs.
     */
    private static void repeats(
            Checks checks, DigestSample reference, long referenceRows, DigestSample current, long rows) {
        double byNature = (double) reference.repeats() / Math.max(1, reference.rows());
        double collisions = collisions(reference, referenceRows);
        double expectedPairs = collisions * 0.5 * rows * (rows - 1) * current.reach();
        if (byNature > MOST_ALIKE_BY_NATURE || expectedPairs > MOST_ALIKE_BY_NATURE * current.rows()) {
            return;
        }
        double share = (double) current.repeats() / Math.max(1, current.rows());
        double expectedShare = Math.min(1, expectedPairs / Math.max(1, current.rows()));
        double pValue = upperTail(current.repeats(), expectedPairs);
        checks.tested(
                pValue,
                share - expectedShare >= checks.policy().repeatedFloor(),
                adjusted -> new RowFinding.RowsRepeated(ROWS, share, expectedShare, adjusted));
    }

    private static void replays(
            Checks checks, IntegrityProfile reference, IntegrityProfile previous, IntegrityProfile current) {
        double byNature = collisions(reference.digests(), reference.rows()) * previous.rows();
        if (byNature > MOST_ALIKE_BY_NATURE) {
            return;
        }
        String limit = limit(previous.digests(), current.digests());
        long common = 0;
        long seen = 0;
        for (Map.Entry<String, Long> row : current.digests().counts().entrySet()) {
            if (row.getKey().compareTo(limit) <= 0) {
                seen += row.getValue();
                common += previous.digests().counts().containsKey(row.getKey()) ? row.getValue() : 0;
            }
        }
        double share = seen == 0 ? 0 : (double) common / seen;
        double pValue = upperTail(common, byNature * seen);
        checks.tested(
                pValue,
                share - byNature >= checks.policy().repeatedFloor(),
                adjusted -> new RowFinding.RowsReplayed(ROWS, share, adjusted));
    }

    private static double collisions(DigestSample sample, long rows) {
        return rows < 2 ? 0 : Math.min(1, (sample.pairs() + 1) / sample.reach() / (0.5 * rows * (rows - 1)));
    }

    /* Up to the smaller of the largest digests kept, both samples hold everything. */
    private static String limit(DigestSample left, DigestSample right) {
        String leftLimit = left.complete() ? "g" : left.counts().lastKey();
        String rightLimit = right.complete() ? "g" : right.counts().lastKey();
        return leftLimit.compareTo(rightLimit) <= 0 ? leftLimit : rightLimit;
    }

    private static double upperTail(long events, double expected) {
        if (events == 0) {
            return 1;
        }
        if (expected == 0) {
            return 0;
        }
        int count = (int) Math.min(Integer.MAX_VALUE, events - 1);
        return Math.min(1, Math.max(0, PoissonDistribution.of(expected).survivalProbability(count)));
    }

    private static void times(Checks checks, WindowFacts.Bounds bounds, IntegrityProfile.Times times) {
        if (times.first() < bounds.from()) {
            checks.found(
                    new RowFinding.TimesOutside(ROWS, Duration.ofMillis(bounds.from() - times.first()), Duration.ZERO));
        }
        if (times.last() >= bounds.to()) {
            checks.found(new RowFinding.TimesOutside(
                    ROWS, Duration.ZERO, Duration.ofMillis(times.last() - bounds.to() + 1)));
        }
    }
}
