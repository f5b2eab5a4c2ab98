package dev.perennial.activities.profiles;

import dev.perennial.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments that a window needs and nobody has profiled, in shares of about one size: one segment each while there are
 * few, and never more shares than a history should hold.
 *
 * @param version whose reference they are profiled over
 */
record SegmentBatches(ModelVersion version, List<List<Task>> batches) {
    /** How many activities may share a window: three events of a history each. */
    static final int MOST = 64;

    SegmentBatches {
        batches = batches.stream().map(List::copyOf).toList();
    }

    static SegmentBatches of(ModelVersion version, List<Task> tasks) {
        List<List<Task>> batches = new ArrayList<>();
        int count = Math.min(MOST, tasks.size());
        for (int batch = 0; batch < count; batch++) {
            int from = (int) ((long) tasks.size() * batch / count);
            int to = (int) ((long) tasks.size() * (batch + 1) / count);
            batches.add(tasks.subList(from, to));
        }
        return new SegmentBatches(version, batches);
    }

    /**
     * One segment to read.
     *
     * @param segment its key
     * @param profile the key of the profile to be
     * @param from the first event time to count, in microseconds
     * @param to the event time to stop before
     */
    record Task(String segment, String profile, long from, long to) {}
}
