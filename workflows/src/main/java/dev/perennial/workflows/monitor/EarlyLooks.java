package dev.perennial.workflows.monitor;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.monitor.MonitorActivities.WindowForecast;
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
    private final AlertFollowing alerts;

    EarlyLooks(SegmentFanOut segments, AlertFollowing alerts) {
        this.segments = segments;
        this.alerts = alerts;
    }

    void estimateWhatWaits(ModelName model) {
        try {
            for (TimeWindow window : registry.awaitingLabels(model).windows()) {
                segments.profile(model, window);
                WindowForecast forecast = estimation.estimate(model, window);
                alerts.follow(registry.estimateAlerts(model, forecast).steps());
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
