package dev.perennial.workflows.monitor;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.monitor.ProfileActivities.ProfiledBatch;
import dev.perennial.workflows.monitor.ProfileActivities.SegmentPlan;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;

/** Profiles the new segments of a window on as many workers as there are, then adds the window up. */
final class SegmentFanOut {
    private final ProfileActivities listing =
            Workflow.newActivityStub(ProfileActivities.class, MonitorOptions.listing());
    private final ProfileActivities counting =
            Workflow.newActivityStub(ProfileActivities.class, MonitorOptions.counting());

    /* The oldest batch is waited for, not the first to end: the order of commands must not depend on the workers' speed. */
    void profile(ModelName model, TimeWindow window) {
        SegmentPlan plan = listing.plan(model, window);
        Deque<Promise<ProfiledBatch>> running = new ArrayDeque<>();
        for (int batch = 0; batch < plan.batches(); batch++) {
            if (running.size() == MonitorOptions.BATCHES_AT_ONCE) {
                running.removeFirst().get();
            }
            int number = batch;
            running.addLast(Async.function(() -> counting.count(model, plan, number)));
        }
        Promise.allOf(running).get();
        listing.merge(model, window);
    }
}
