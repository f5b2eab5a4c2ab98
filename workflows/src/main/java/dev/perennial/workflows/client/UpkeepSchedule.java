package dev.perennial.workflows.client;

import dev.perennial.registry.Actor;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.util.List;

/** The Temporal schedule of upkeep: one an environment, once an hour. */
public final class UpkeepSchedule {
    /** An hour of a log is compacted a day after it; sooner than hourly there is nothing new to do. */
    private static final Duration EVERY = Duration.ofHours(1);

    private static final Duration JITTER = Duration.ofMinutes(5);
    /** One run does what several missed ones would have done. */
    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    private UpkeepSchedule() {}

    /** Sees that there is the schedule; one that exists, paused or not, stays as it is. */
    public static void ensure(TemporalConnection connection, Actor actor, Duration limit) {
        connection.calls().within(limit, "schedule upkeep", () -> {
            try {
                connection
                        .schedules()
                        .createSchedule(
                                WorkflowIds.upkeep(),
                                schedule(actor),
                                ScheduleOptions.newBuilder().build());
                return true;
            } catch (ScheduleAlreadyRunningException exists) {
                return false;
            }
        });
    }

    private static Schedule schedule(Actor actor) {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(UpkeepWorkflow.class)
                        .setOptions(WorkflowStarts.scheduledUpkeep())
                        .setArguments(UpkeepRequest.ofAll(actor))
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(EVERY)))
                        .setJitter(JITTER)
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(CATCH_UP)
                        .setPauseOnFailure(false)
                        .build())
                .build();
    }
}
