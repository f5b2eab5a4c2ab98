package dev.perennial.workflows.rollout;

import dev.perennial.workflows.RegistryCalls;
import io.temporal.activity.ActivityOptions;
import java.time.Duration;

/** The figures of a rollout, each with its reason. */
final class RolloutOptions {
    /** A look makes about fifteen events; this many keep a history far from the fifty thousand that end a workflow. */
    static final int LOOKS_PER_RUN = 100;

    /** Reading and joining all that was logged since the rollout began. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(15);

    /** A worker that was killed is noticed after this long. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private RolloutOptions() {}

    /** Tried until answered: the step's longest time, not the number of attempts, ends a rollout without a verdict. */
    static ActivityOptions judging() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_LOOK)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }
}
