package dev.perennial.console.loop;

import dev.perennial.console.http.ApiException;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertStatus;
import dev.perennial.workflows.client.MonitorSchedules;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalUnavailableException;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.ModelStatus;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.monitor.MonitorRequest;
import dev.perennial.workflows.monitor.MonitorSummary;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutStatus;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepSummary;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workflows as the control API sees them. Every call ends within its limit. A command is sent only after the model's
 * entity has answered a query: an update that nobody takes stays queued and would be obeyed hours later, when a worker
 * comes and the person who gave it has long done something else. Safe for use by several threads.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final String MODEL = "model";
    private static final String MONITOR = "monitor";
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

    private final TemporalConnection connection;
    private final WorkflowClient client;
    private final String address;
    private final Duration limit;

    /** The workflows behind this connection; no call but the long waits takes longer than {@code limit}. */
    public Loop(TemporalConnection connection, Duration limit) {
        this.connection = connection;
        this.client = connection.workflows();
        this.address = connection.settings().address();
        this.limit = limit;
    }

    /** Temporal's address. */
    public String address() {
        return address;
    }

    /** What the model's entity is doing; empty where nobody can say. */
    public Optional<ModelStatus> status(ModelName model, Duration patience) {
        return ifKnown(WorkflowIds.model(model), ModelStatus.class, patience);
    }

    /** Where a rollout stands; empty where nobody can say. */
    public Optional<RolloutStatus> rollout(String rollout, Duration patience) {
        return ifKnown(WorkflowIds.rollout(rollout), RolloutStatus.class, patience);
    }

    /** Asks for a new version. */
    public CommandAnswer requestRetraining(ModelName model, RetrainCommand command) {
        return update(model, "requestRetraining", command.commandId(), command);
    }

    /** Decides a review. */
    public CommandAnswer decideReview(ModelName model, ReviewDecision decision) {
        return update(model, "decideReview", decision.commandId(), decision);
    }

    /** Steers the rollout under way. */
    public CommandAnswer steerRollout(ModelName model, RolloutCommand command) {
        return update(model, "steerRollout", command.commandId(), command);
    }

    /** Rolls back. */
    public CommandAnswer rollBack(ModelName model, RollbackCommand command) {
        return update(model, "rollBack", command.commandId(), command);
    }

    /** Releases the hold. */
    public CommandAnswer releaseHold(ModelName model, HoldReleaseCommand command) {
        return update(model, "releaseHold", command.commandId(), command);
    }

    /** How an open alert stands; empty where nobody can say. */
    public Optional<AlertStatus> alert(ModelName model, String alert, Duration patience) {
        return ifKnown(WorkflowIds.alert(model, alert), AlertStatus.class, patience);
    }

    /** Takes an alert up. */
    public CommandAnswer acknowledgeAlert(ModelName model, String alert, AlertCommand command) {
        return tellAlert(model, alert, "acknowledge", command);
    }

    /** Ends an alert. */
    public CommandAnswer resolveAlert(ModelName model, String alert, AlertCommand command) {
        return tellAlert(model, alert, "resolve", command);
    }

    private CommandAnswer tellAlert(ModelName model, String alert, String name, AlertCommand command) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(WorkflowIds.alert(model, alert));
        awaken(
                workflow,
                AlertStatus.class,
                "Cannot change alert " + model + "/" + alert + ": its workflow does not run in Temporal at " + address
                        + "; the next look of the monitor follows it again");
        try {
            return send(workflow, name, command.commandId(), command);
        } catch (WorkflowNotFoundException over) {
            throw ApiException.conflict("Cannot change alert " + model + "/" + alert + ": it is over");
        }
    }

    /** Starts the model's entity unless it lives. */
    public void startEntity(ModelName model) {
        reached("start the lifecycle of " + model, () -> {
            client.newUntypedWorkflowStub(MODEL, WorkflowStarts.model(model)).start(ModelSession.fresh(model));
            return true;
        });
    }

    /** Ends the model's entity once it is idle; nothing happens where there is none. */
    public void retire(ModelName model) {
        try {
            reached("retire the lifecycle of " + model, () -> {
                client.newUntypedWorkflowStub(WorkflowIds.model(model)).signal("retire");
                return true;
            });
        } catch (WorkflowNotFoundException gone) {
            return;
        }
    }

    /** The monitoring schedules. */
    public MonitorSchedules schedules() {
        return new MonitorSchedules(connection, limit);
    }

    /** Starts a look at one window, which is recorded nowhere but in its report; its workflow's id. */
    public String startLook(ModelName model, TimeWindow window) {
        return reached(
                "start a look at " + window + " of " + model,
                () -> client.newUntypedWorkflowStub(MONITOR, WorkflowStarts.lookAt(model, window))
                        .start(new MonitorRequest(model, Optional.of(window)))
                        .getWorkflowId());
    }

    /** Lets the schedule look at what is due now; the id of the look, empty if there is no schedule. */
    public Optional<String> triggerLook(ModelName model) {
        Set<String> before = looks(model);
        if (!schedules().trigger(model)) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        long asked = begun;
        while (System.nanoTime() - begun < limit.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            Set<String> now = looks(model);
            now.removeAll(before);
            if (!now.isEmpty()) {
                return Optional.of(now.iterator().next());
            }
            if (System.nanoTime() - asked > ASK_AGAIN_NANOS) {
                // A look that was under way, as after a start, let this one be skipped.
                schedules().trigger(model);
                asked = System.nanoTime();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw ApiException.unreachable("The schedule of " + model + " in Temporal at " + address
                + " started no look within " + limit.toSeconds() + " s; an earlier look may still be under way");
    }

    private Set<String> looks(ModelName model) {
        return reached("read the schedule of " + model, () -> {
            Set<String> ids = new LinkedHashSet<>();
            try {
                ScheduleDescription description = connection
                        .schedules()
                        .getHandle(WorkflowIds.monitor(model))
                        .describe();
                description.getInfo().getRecentActions().forEach(recent -> {
                    if (recent.getAction() instanceof ScheduleActionExecutionStartWorkflow look) {
                        ids.add(look.getWorkflowId());
                    }
                });
            } catch (ScheduleException absent) {
                return ids;
            }
            return ids;
        });
    }

    /** What a look of the monitor found; empty if it is not done within the patience. */
    public Optional<MonitorSummary> look(String id, Duration patience) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(id)
                    .getResult(patience.toMillis(), TimeUnit.MILLISECONDS, MonitorSummary.class));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Starts upkeep of one model's log, unless the same is under way; its workflow's id. */
    public String startUpkeep(ModelName model, String what, UpkeepRequest request) {
        return reached("start upkeep of the log of " + model, () -> {
            WorkflowStub run = client.newUntypedWorkflowStub("upkeep", WorkflowStarts.upkeepOf(model, what));
            run.start(request);
            return WorkflowIds.upkeep(model, what);
        });
    }

    /** What upkeep has done, once it is done with all its tasks; empty if that takes longer than the patience. */
    public Optional<UpkeepSummary> upkeep(String id, int tasks, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            Optional<UpkeepSummary> summary = ifKnown(id, UpkeepSummary.class, limit);
            if (summary.filter(found -> found.done().size() >= tasks).isPresent()) {
                return summary;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return Optional.empty();
    }

    /** What is wrong with Temporal; empty if it answers. */
    public Optional<String> trouble() {
        try {
            connection
                    .calls()
                    .within(
                            PROBE_LIMIT,
                            "ask for health",
                            () -> connection.stubs().healthCheck());
            return Optional.empty();
        } catch (TemporalUnavailableException | StatusRuntimeException absent) {
            return Optional.of(String.valueOf(unreachable(absent).getMessage()));
        }
    }

    /** How many workers have lately asked for work; a worker that died is counted for some minutes more. */
    public int workers() {
        return reached(
                "ask for workers",
                () -> connection
                        .stubs()
                        .blockingStub()
                        .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                                .setNamespace(connection.settings().namespace())
                                .setTaskQueue(TaskQueue.newBuilder().setName(WorkflowIds.TASK_QUEUE))
                                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                                .build())
                        .getPollersCount());
    }

    private <T> Optional<T> ifKnown(String workflow, Class<T> answer, Duration patience) {
        try {
            return Optional.of(connection
                    .calls()
                    .within(
                            patience,
                            "ask " + workflow,
                            () -> client.newUntypedWorkflowStub(workflow).query("status", answer)));
        } catch (TemporalUnavailableException | WorkflowNotFoundException | WorkflowQueryException unknown) {
            return Optional.empty();
        } catch (WorkflowServiceException | StatusRuntimeException absent) {
            return Optional.empty();
        }
    }

    private CommandAnswer update(ModelName model, String name, String commandId, Object command) {
        WorkflowStub entity = client.newUntypedWorkflowStub(WorkflowIds.model(model));
        awaken(
                entity,
                ModelStatus.class,
                "Cannot command model " + model + ": its lifecycle does not run in Temporal at " + address
                        + "; apply its file again to start it");
        return send(entity, name, commandId, command);
    }

    private CommandAnswer send(WorkflowStub entity, String name, String commandId, Object command) {
        CommandResult result;
        try {
            result = connection
                    .calls()
                    .within(
                            limit,
                            name,
                            () -> entity.startUpdate(
                                            UpdateOptions.newBuilder(CommandResult.class)
                                                    .setUpdateName(name)
                                                    .setUpdateId(commandId)
                                                    .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                                                    .build(),
                                            command)
                                    .getResult());
        } catch (TemporalUnavailableException late) {
            throw ApiException.unreachable("No answer to the command within " + limit.toSeconds()
                    + " s from Temporal at " + address
                    + "; it may still be obeyed: repeat it with the same commandId " + commandId
                    + " to learn its outcome");
        }
        return switch (result.status()) {
            case ACCEPTED -> new CommandAnswer(commandId, result.id(), result.message());
            case REFUSED -> throw ApiException.conflict(result.message());
            case UNKNOWN -> throw ApiException.notFound(result.message());
        };
    }

    private void awaken(WorkflowStub workflow, Class<?> status, String otherwise) {
        try {
            connection.calls().within(limit, "ask a workflow", () -> workflow.query("status", status));
        } catch (WorkflowNotFoundException absent) {
            throw ApiException.conflict(otherwise);
        } catch (TemporalUnavailableException late) {
            throw trouble()
                    .map(ApiException::unreachable)
                    .orElseGet(() -> ApiException.unreachable("No worker answers on task queue '"
                            + WorkflowIds.TASK_QUEUE + "' of Temporal at " + address + " within " + limit.toSeconds()
                            + " s; start one with: perennial worker"));
        }
    }

    private <T> T reached(String what, Callable<T> call) {
        try {
            return connection.calls().within(limit, what, call);
        } catch (TemporalUnavailableException late) {
            throw unreachable(late);
        }
    }

    private ApiException unreachable(Exception late) {
        LOG.warn("temporal unreachable address={} reason={}", address, late.getMessage());
        return ApiException.unreachable(
                "Temporal at " + address + " cannot be reached; check that it runs, or set TEMPORAL_ADDRESS");
    }
}
