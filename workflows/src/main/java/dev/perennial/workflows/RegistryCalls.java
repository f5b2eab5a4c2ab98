package dev.perennial.workflows;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How activities are called that only read or write a model's log. */
public final class RegistryCalls {
    /**
     * An append is a handful of small requests to the store. An attempt that takes longer is hanging, and is safely
     * repeated, because every append carries its operation id.
     */
    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    /** Someone waits for the answer to a command: after this, "not now" is a better answer than none. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Short enough that work goes on within seconds of the store's return. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private RegistryCalls() {}

    /** A write that was decided and must come to be: tried until the store answers. */
    public static ActivityOptions writes() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(ATTEMPT)
                .setRetryOptions(untilAnswered())
                .build();
    }

    /** A read on which a decision rests. */
    public static ActivityOptions reads() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(ATTEMPT)
                .setScheduleToCloseTimeout(PATIENCE)
                .setRetryOptions(untilAnswered())
                .build();
    }

    /** Transient failures are tried again without end, the others never. */
    public static RetryOptions untilAnswered() {
        return RetryOptions.newBuilder()
                .setInitialInterval(FIRST_PAUSE)
                .setMaximumInterval(LONGEST_PAUSE)
                .setDoNotRetry(ActivityFailures.neverRetried())
                .build();
    }
}
