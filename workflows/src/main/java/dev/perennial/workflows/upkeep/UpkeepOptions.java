package dev.perennial.workflows.upkeep;

import dev.perennial.workflows.RegistryCalls;
import io.temporal.activity.ActivityOptions;
import java.time.Duration;

/** How upkeep is called, each figure with its reason. */
public final class UpkeepOptions {
    /**
     * How long a replaced file stays: a reader that is not ours lists files and then reads them, and no query over some
     * hours of a log should take longer than this.
     */
    public static final Duration GRACE = Duration.ofHours(1);

    /** How many pieces are under way at a time: upkeep must not take the workers from looks and trainings. */
    static final int PIECES_AT_ONCE = 2;

    /** The most pieces of one model and task in one run: three events of its history each. */
    public static final int MOST_PIECES = 500;

    /** Beyond this many pieces a run begins with no further model: the next run does, before the history is too long. */
    static final int MOST_PIECES_OF_ALL = 3000;

    /** An hour of a log is read and written once, a day of it at most. */
    private static final Duration LONGEST_PIECE = Duration.ofHours(1);

    /** A worker that was killed is noticed after this long. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private UpkeepOptions() {}

    static ActivityOptions pieces() {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LONGEST_PIECE)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RegistryCalls.untilAnswered())
                .build();
    }
}
