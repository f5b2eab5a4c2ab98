package dev.perennial.workflows.monitor;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Profiles of a window's segments over the champion's reference: each segment is read once, whoever asks for it and how
 * often, because what was counted is kept in the store. Lists of segments stay there too; a history holds their name.
 */
@ActivityInterface(namePrefix = "Profile")
public interface ProfileActivities {
    /** Finds the segments of a window that have no profile yet, and keeps the list in batches. */
    @ActivityMethod
    SegmentPlan plan(ModelName model, TimeWindow window);

    /** Profiles what of a batch still has no profile; an interrupted attempt is gone on with, not begun anew. */
    @ActivityMethod
    ProfiledBatch count(ModelName model, SegmentPlan plan, int batch);

    /** Adds up the window's profiles and keeps the sums of its whole days, so that the next window adds days. */
    @ActivityMethod
    ProfiledWindow merge(ModelName model, TimeWindow window);

    /**
     * What is to be read.
     *
     * @param list the key of the stored list; empty where there is none to read
     * @param segments the number of segments of the window, and of the part of the log that it is compared with
     * @param missing the number of them without a profile
     * @param batches how many activities share them
     */
    record SegmentPlan(String list, int segments, int missing, int batches) {}

    /**
     * What became of a batch.
     *
     * @param read segments that were read and counted by this attempt
     * @param found segments that had a profile when their turn came
     * @param rows rows read
     */
    record ProfiledBatch(int read, int found, long rows) {}

    /**
     * A window's sum.
     *
     * @param segments the number of segments it covers
     * @param parts the number of profiles that were added: whole days and single segments
     * @param rows the rows counted
     */
    record ProfiledWindow(int segments, int parts, long rows) {}
}
