package dev.perennial.workflows.upkeep;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What upkeep reads and writes. Every one may be repeated, by any worker: a piece that is done has nothing left to do. */
@ActivityInterface(namePrefix = "Upkeep")
public interface UpkeepActivities {
    /** All models that have a log in the registry. */
    @ActivityMethod
    List<ModelName> models();

    /** The pieces of a model's log that have something to do, oldest first: hours to compact, days to erase or expire. */
    @ActivityMethod
    UpkeepPlan plan(ModelName model, UpkeepTask task);

    /** Does the task on one piece. */
    @ActivityMethod
    UpkeepTotals work(ModelName model, UpkeepTask task, TimeWindow piece, UpkeepRequest request);

    /** Removes what was replaced in the piece as long ago as the request's grace; how many objects. */
    @ActivityMethod
    long sweep(ModelName model, TimeWindow piece, UpkeepRequest request);

    /** Removes stored training rows that hold erased predictions; how many tables. */
    @ActivityMethod
    long dropExtracts(ModelName model, UpkeepRequest request);

    /**
     * Writes to the model's log what is gone, how much of it, by whom and why.
     *
     * @param operation the entry's operation id: a repeated attempt writes no second one
     */
    @ActivityMethod
    void record(ModelName model, UpkeepTask task, UpkeepTotals totals, String operation, UpkeepRequest request);

    /** Forgets the entity of an erasure, and the ids that were found for it. */
    @ActivityMethod
    void forget(ModelName model, UpkeepRequest request);

    /**
     * What is to be done.
     *
     * @param more whether more is due than one run takes
     */
    record UpkeepPlan(List<TimeWindow> pieces, boolean more) {
        /** Copies the list. */
        public UpkeepPlan {
            pieces = List.copyOf(pieces);
        }
    }
}
