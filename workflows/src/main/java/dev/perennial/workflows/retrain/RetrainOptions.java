package dev.perennial.workflows.retrain;

import dev.perennial.workflows.RegistryCalls;
import io.temporal.activity.ActivityOptions;
import java.time.Duration;

/** How the work of a retraining run is called, each figure with its reason. */
final class RetrainOptions {
    /** A worker that was killed is noticed after this long, and another one goes on. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** One candidate, or one extract, on a large table and a small machine. */
    private static final Duration LONGEST_WORK = Duration.ofHours(4);

    /**
     * All attempts together: a candidate that kills every worker it is given to must end as "left out", not take the
     * platform with it.
     */
    private static final Duration LONGEST_WORK_WITH_RETRIES = Duration.ofHours(12);

    /** Scoring the held-out rows and comparing, without training. */
    private static final Duration LONGEST_VALIDATION = Duration.ofHours(1);

    private RetrainOptions() {}

    /** Training and extraction: long, heartbeating, resumed by another worker. */
    static ActivityOptions work() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_WORK)
                .setScheduleToCloseTimeout(LONGEST_WORK_WITH_RETRIES)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }

    /** Validation and registration: minutes, heartbeating all the same, so that a killed worker is noticed. */
    static ActivityOptions proof() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_VALIDATION)
                .setScheduleToCloseTimeout(LONGEST_WORK_WITH_RETRIES)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }
}
