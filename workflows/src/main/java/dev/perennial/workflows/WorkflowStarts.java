package dev.perennial.workflows;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import java.time.Duration;

/** How each kind of workflow is started: its id, queue, search attributes, summary and timeouts, with their reasons. */
public final class WorkflowStarts {
    /** The model's name, typed. */
    public static final SearchAttributeKey<String> MODEL_KEY =
            SearchAttributeKey.forKeyword(WorkflowIds.MODEL_ATTRIBUTE);

    /** The kind of workflow, typed; its values are {@link WorkflowKind#word()}. */
    public static final SearchAttributeKey<String> KIND_KEY = SearchAttributeKey.forKeyword(WorkflowIds.KIND_ATTRIBUTE);

    /**
     * A look judges a few windows. One that hangs would keep the schedule, whose overlap policy is to skip, from ever
     * looking again; a look can be ended anywhere, because the next one begins after the last recorded window.
     */
    public static final Duration LONGEST_LOOK = Duration.ofHours(6);

    /** A run extracts and trains for hours at most; the entity notes the end of one that did not come back. */
    public static final Duration LONGEST_RETRAINING = Duration.ofDays(2);

    private WorkflowStarts() {}

    /**
     * The entity. No timeout: it lives as long as its model. Starting what runs already is the same as finding it, and
     * after an end of whatever kind it may be started again, because the registry is what it knows.
     */
    public static WorkflowOptions model(ModelName model) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.model(model))
                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setTypedSearchAttributes(attributes(model, WorkflowKind.MODEL))
                .setStaticSummary("Lifecycle of " + model)
                .build();
    }

    /** A look started by the model's schedule, which appends the time to the id. */
    public static WorkflowOptions scheduledLook(ModelName model) {
        return look(model, WorkflowIds.monitor(model)).build();
    }

    /** A look at one window by hand: asking twice at once is one look, asking again later is another. */
    public static WorkflowOptions lookAt(ModelName model, TimeWindow window) {
        return look(model, WorkflowIds.lookAt(model, window))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build();
    }

    /** Upkeep of all logs, started by its schedule. */
    public static WorkflowOptions scheduledUpkeep() {
        return upkeep(WorkflowIds.upkeep())
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(KIND_KEY, WorkflowKind.UPKEEP.word())
                        .build())
                .build();
    }

    /** Upkeep of one model's log by hand: asking twice at once is one run, asking again later is another. */
    public static WorkflowOptions upkeepOf(ModelName model, String what) {
        return upkeep(WorkflowIds.upkeep(model, what))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setTypedSearchAttributes(attributes(model, WorkflowKind.UPKEEP))
                .build();
    }

    /* No timeout on the run: an erasure that ended without a record would leave rows that somebody believes gone. */
    private static WorkflowOptions.Builder upkeep(String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                .setStaticSummary("Upkeep of the logs")
                .setStaticDetails("Compacts, expires and erases");
    }

    private static WorkflowOptions.Builder look(ModelName model, String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                .setWorkflowExecutionTimeout(LONGEST_LOOK)
                .setTypedSearchAttributes(attributes(model, WorkflowKind.MONITOR))
                .setStaticSummary("Look at the windows of " + model)
                // A schedule whose action has a summary and no details cannot be described: the client fails to decode
                // it.
                .setStaticDetails("Judges the windows that the watermark has closed");
    }

    /** One retraining run. */
    public static ChildWorkflowOptions retrain(ModelName model, String run) {
        return child(model, WorkflowKind.RETRAIN, WorkflowIds.retrain(run))
                .setWorkflowExecutionTimeout(LONGEST_RETRAINING)
                .setStaticSummary("Retraining " + run)
                .build();
    }

    /** One review; its own deadline ends it, so it needs no timeout, which would end it without a record. */
    public static ChildWorkflowOptions review(ModelName model, String review) {
        return child(model, WorkflowKind.REVIEW, WorkflowIds.review(review))
                .setStaticSummary("Review " + review)
                .build();
    }

    /** One rollout; its steps' longest durations end it, so it needs no timeout, which would leave traffic shared. */
    public static ChildWorkflowOptions rollout(ModelName model, String rollout) {
        return child(model, WorkflowKind.ROLLOUT, WorkflowIds.rollout(rollout))
                .setStaticSummary("Rollout " + rollout)
                .build();
    }

    /**
     * One alert; its resolution ends it, so it needs no timeout, which would end it without a record. One whose workflow is
     * gone while the log has it open is followed again under the same id.
     */
    public static ChildWorkflowOptions alert(ModelName model, String alert) {
        return child(model, WorkflowKind.ALERT, WorkflowIds.alert(model, alert))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setStaticSummary("Alert " + model + "/" + alert)
                .build();
    }

    /*
     * A child outlives its parent and is not cancelled with it: a rollout that vanished with the entity would leave
     * traffic shared for ever. The entity ends a child by a signal, or by a request to cancel, of its own. An id is never
     * used again: two runs of one name would write over each other's entries.
     */
    private static ChildWorkflowOptions.Builder child(ModelName model, WorkflowKind kind, String id) {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setCancellationType(ChildWorkflowCancellationType.ABANDON)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setTypedSearchAttributes(attributes(model, kind));
    }

    /** The attributes by which a workflow of this model and kind is found. */
    public static SearchAttributes attributes(ModelName model, WorkflowKind kind) {
        return SearchAttributes.newBuilder()
                .set(MODEL_KEY, model.value())
                .set(KIND_KEY, kind.word())
                .build();
    }
}
