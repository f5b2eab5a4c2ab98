package dev.perennial.workflows.monitor;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One look at a model: every window that the event-time watermark has closed since the last look is judged, in order,
 * and its verdict recorded; a proven advantage of the challenger suggests a retraining to the model's entity. Started by
 * a Temporal Schedule (overlap: skip), or by hand for one window, whose verdict is recorded nowhere but in its report.
 */
@WorkflowInterface
public interface MonitorWorkflow {
    /** Judges what is due. */
    @WorkflowMethod(name = "monitor")
    MonitorSummary run(MonitorRequest request);
}
