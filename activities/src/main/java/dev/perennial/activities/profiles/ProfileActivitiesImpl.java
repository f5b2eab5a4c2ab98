package dev.perennial.activities.profiles;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.profiles.SegmentBatches.Task;
import dev.perennial.activities.profiles.SegmentProfiles.Counted;
import dev.perennial.activities.profiles.SegmentProfiles.Missing;
import dev.perennial.activities.profiles.SegmentProfiles.Sum;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.workflows.monitor.ProfileActivities;

/** The counting of a window's segments, in the engine's terms. */
public final class ProfileActivitiesImpl implements ProfileActivities {
    private final Workbench workbench;
    private final SegmentProfiles profiles;

    /** Activities on this workbench. */
    public ProfileActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
        profiles = new SegmentProfiles(workbench);
    }

    @Override
    public SegmentPlan plan(ModelName model, TimeWindow window) {
        return Failures.translated(() -> workbench.heartbeat().during("segments of " + window, () -> {
            ModelState state = workbench.registry().state(model);
            ProfileScope scope = ProfileScope.of(workbench, state.requireChampion());
            Missing missing = workbench
                    .spec(state)
                    .monitor()
                    .reference()
                    .period(window)
                    .map(period -> profiles.missing(scope, period))
                    .orElseGet(Missing::nothing)
                    .and(profiles.missing(scope, window));
            SegmentBatches batches = SegmentBatches.of(scope.version(), missing.tasks());
            String list = batches.batches().isEmpty() ? "" : profiles.keep(scope, batches);
            return new SegmentPlan(
                    list,
                    missing.segments(),
                    missing.tasks().size(),
                    batches.batches().size());
        }));
    }

    @Override
    public ProfiledBatch count(ModelName model, SegmentPlan plan, int batch) {
        return Failures.translated(() -> workbench.heartbeat().during("batch " + batch + " of " + plan.list(), () -> {
            SegmentBatches batches = profiles.kept(plan.list());
            ProfileScope scope = ProfileScope.of(workbench, batches.version());
            int read = 0;
            int found = 0;
            long rows = 0;
            for (Task task : batches.batches().get(batch)) {
                if (profiles.count(scope, task) instanceof Counted.Read counted) {
                    read++;
                    rows += counted.rows();
                } else {
                    found++;
                }
            }
            workbench.spool().trim();
            return new ProfiledBatch(read, found, rows);
        }));
    }

    @Override
    public ProfiledWindow merge(ModelName model, TimeWindow window) {
        return Failures.translated(() -> workbench.heartbeat().during("sum of " + window, () -> {
            ModelState state = workbench.registry().state(model);
            Sum sum = profiles.sum(state.requireChampion(), window);
            return new ProfiledWindow(sum.segments(), sum.parts(), sum.profile().rows());
        }));
    }
}
