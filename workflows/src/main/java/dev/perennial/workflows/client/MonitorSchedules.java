package dev.perennial.workflows.client;

import dev.perennial.registry.ModelName;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowKind;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.monitor.MonitorRequest;
import dev.perennial.workflows.monitor.MonitorWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The Temporal schedules that look at models: one a model, named {@code monitor/{model}}. Every method may be repeated
 * and comes back in time. Safe for use by several threads.
 */
public final class MonitorSchedules {
    /*
     * A schedule that was not attended for longer than this does not start one look for every interval it missed: one
     * look judges whatever the watermark has closed, so the first makes the others idle. The server's own default is a
     * year, and it raises anything below ten seconds.
     */
    private static final Duration CATCH_UP = Duration.ofMinutes(1);
    private static final Duration LONGEST_JITTER = Duration.ofSeconds(30);
    private static final int JITTER_SHARE = 10;

    private final TemporalConnection connection;
    private final Duration limit;

    /** Schedules of this connection; no call lasts longer than {@code limit}. */
    public MonitorSchedules(TemporalConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** Looks every {@code poll}, beginning now; brings a schedule that exists in line, and ends a pause. */
    public void start(ModelName model, Duration poll) {
        call("start monitoring of " + model, () -> {
            try {
                connection
                        .schedules()
                        .createSchedule(
                                WorkflowIds.monitor(model),
                                schedule(model, poll, ScheduleState.newBuilder().build()),
                                ScheduleOptions.newBuilder()
                                        .setTriggerImmediately(true)
                                        .setTypedSearchAttributes(
                                                WorkflowStarts.attributes(model, WorkflowKind.MONITOR))
                                        .build());
            } catch (ScheduleAlreadyRunningException exists) {
                ScheduleHandle handle = handle(model);
                handle.update(input -> new ScheduleUpdate(
                        schedule(model, poll, ScheduleState.newBuilder().build())));
                handle.trigger();
            }
            return true;
        });
    }

    /** Changes how often an existing schedule looks, and leaves a pause as it is; false if there is none. */
    public boolean update(ModelName model, Duration poll) {
        return ifPresent(
                "update monitoring of " + model,
                () -> handle(model)
                        .update(input -> new ScheduleUpdate(schedule(
                                model,
                                poll,
                                Optional.ofNullable(input.getDescription()
                                                .getSchedule()
                                                .getState())
                                        .orElseGet(
                                                () -> ScheduleState.newBuilder().build())))));
    }

    /** Stops looking until {@link #resume}; false if there is no schedule. */
    public boolean pause(ModelName model, String reason) {
        return ifPresent("pause monitoring of " + model, () -> handle(model).pause(reason));
    }

    /** Looks again; false if there is no schedule. */
    public boolean resume(ModelName model, String reason) {
        return ifPresent("resume monitoring of " + model, () -> handle(model).unpause(reason));
    }

    /** Looks now, unless a look is under way; false if there is no schedule. */
    public boolean trigger(ModelName model) {
        return ifPresent("trigger monitoring of " + model, () -> handle(model).trigger());
    }

    /** Removes the schedule; a look under way ends by itself; false if there was none. */
    public boolean delete(ModelName model) {
        return ifPresent("delete monitoring of " + model, () -> handle(model).delete());
    }

    /** The schedule as it stands; empty if there is none. */
    public Optional<Look> describe(ModelName model) {
        return call("describe monitoring of " + model, () -> {
            try {
                return Optional.of(look(handle(model).describe()));
            } catch (ScheduleException e) {
                return absent(e, Optional.empty());
            }
        });
    }

    private ScheduleHandle handle(ModelName model) {
        return connection.schedules().getHandle(WorkflowIds.monitor(model));
    }

    private static Schedule schedule(ModelName model, Duration poll, ScheduleState state) {
        Duration jitter = poll.dividedBy(JITTER_SHARE);
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(MonitorWorkflow.class)
                        .setOptions(WorkflowStarts.scheduledLook(model))
                        .setArguments(new MonitorRequest(model, Optional.empty()))
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(poll)))
                        .setJitter(jitter.compareTo(LONGEST_JITTER) > 0 ? LONGEST_JITTER : jitter)
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(CATCH_UP)
                        .setPauseOnFailure(false)
                        .build())
                .setState(state)
                .build();
    }

    private static Look look(ScheduleDescription description) {
        ScheduleState state = description.getSchedule().getState();
        return new Look(
                state != null && state.isPaused() ? Condition.PAUSED : Condition.LOOKING,
                Optional.ofNullable(description.getSchedule().getSpec())
                        .flatMap(spec -> spec.getIntervals().stream().findFirst())
                        .map(ScheduleIntervalSpec::getEvery),
                description.getInfo().getNextActionTimes().stream().findFirst(),
                description.getInfo().getNumActions(),
                description.getInfo().getNumActionsSkippedOverlap());
    }

    private boolean ifPresent(String what, Runnable change) {
        return call(what, () -> {
            try {
                change.run();
                return true;
            } catch (ScheduleException e) {
                return absent(e, false);
            }
        });
    }

    private <T> T call(String what, Callable<T> change) {
        try {
            return connection.calls().within(limit, what, change);
        } catch (ScheduleException | StatusRuntimeException e) {
            throw new TemporalUnavailableException(
                    "Cannot " + what + " at Temporal, " + connection.settings() + ": " + reason(e), e);
        }
    }

    /** The engine's own words are in the cause; a schedule's exception says no more than that it is one. */
    private static @Nullable String reason(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : cause.getMessage();
    }

    /* The engine reports an absent schedule and an unreachable server by the same type; the cause tells them apart. */
    private static <T> T absent(ScheduleException failure, T answer) {
        if (failure.getCause() instanceof StatusRuntimeException status
                && status.getStatus().getCode() == Status.Code.NOT_FOUND) {
            return answer;
        }
        throw failure;
    }

    /** Whether a schedule looks. */
    public enum Condition {
        /** It looks. */
        LOOKING,
        /** It stands still until it is resumed. */
        PAUSED
    }

    /** A schedule as it stands: how often it looks, when next, how often it did, and how often a look was under way. */
    public record Look(
            Condition condition,
            Optional<Duration> every,
            Optional<Instant> next,
            long looks,
            long skippedWhileLooking) {}
}
