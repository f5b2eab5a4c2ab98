package dev.perennial.workflows.monitor;

import dev.perennial.workflows.RegistryCalls;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How the work of a look is called, each figure with its reason. */
final class MonitorOptions {
    /**
     * How often one look asks for more due windows before it leaves the rest to the next: after a long outage the
     * history of one look stays small.
     */
    static final int ROUNDS = 8;

    /** The change by which looks raise alerts. */
    static final String ALERTS = "alerts";

    /** A worker that was killed is noticed after this long. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /** Reading, joining and profiling one window. */
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /** The challenger is a refit of one cheap recipe; a window is judged without it rather than late. */
    private static final Duration LONGEST_CHALLENGER = Duration.ofMinutes(30);

    /** A fit that fails three times fails by itself, not by accident. */
    private static final int CHALLENGER_ATTEMPTS = 3;

    /** How many batches of segments are under way at a time; more workers than that share nothing of one window. */
    static final int BATCHES_AT_ONCE = 16;

    /** The listing of a long window, and the sum of its profiles. */
    private static final Duration LONGEST_LISTING = Duration.ofMinutes(10);

    private MonitorOptions() {}

    static ActivityOptions listing() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_LISTING)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }

    /** A batch is a share of one window, and each finished segment stays finished. */
    static ActivityOptions counting() {
        return evaluation();
    }

    static ActivityOptions evaluation() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_WINDOW)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }

    /** An estimate says what labels will show, so it is worth little when it is late, and nothing when it fails thrice. */
    static ActivityOptions estimation() {
        return challenger();
    }

    static ActivityOptions challenger() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_CHALLENGER)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RetryOptions.newBuilder(RegistryCalls.untilAnswered())
                        .setMaximumAttempts(CHALLENGER_ATTEMPTS)
                        .build())
                .build();
    }
}
