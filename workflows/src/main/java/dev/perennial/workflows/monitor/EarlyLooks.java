package dev.perennial.workflows.monitor;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;

/**
 * Has every window estimated when it closes, before its labels are mature. An estimate that cannot be made is no reason to
 * stop: the labels will tell.
 */
final class EarlyLooks {
    private final MonitorActivities registry =
            Workflow.newActivityStub(MonitorActivities.class, RegistryCalls.writes());
    private final MonitorActivities estimation =
            Workflow.newActivityStub(MonitorActivities.class, MonitorOptions.estimation());
    private final SegmentFanOut segments;

    EarlyLooks(SegmentFanOut segments) {
        this.segments = segments;
    }

    void estimateWhatWaits(ModelName model) {
        try {
            for (TimeWindow window : registry.awaitingLabels(model).windows()) {
                segments.profile(model, window);
                estimation.estimate(model, window);
            }
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            Workflow.getLogger(EarlyLooks.class)
                    .warn("model={} not estimated: {}", model, ActivityFailures.reason(failure));
        }
    }
}
