package dev.perennial.workflows.upkeep;

import dev.perennial.registry.ModelName;
import java.util.List;

/** What a run of upkeep did, one line a model and task. */
public record UpkeepSummary(List<Done> done) {
    /** Copies the list. */
    public UpkeepSummary {
        done = List.copyOf(done);
    }

    /**
     * One task on one model's log.
     *
     * @param pieces how many hours or days were looked at
     * @param more whether some are left for the next run
     */
    public record Done(ModelName model, UpkeepTask task, int pieces, UpkeepTotals totals, boolean more) {}
}
