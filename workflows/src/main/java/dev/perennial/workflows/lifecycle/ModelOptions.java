package dev.perennial.workflows.lifecycle;

import java.time.Duration;

/** The entity's figures, each with its reason. */
final class ModelOptions {
    /**
     * A history grows by about ten events a command; a thousand events are replayed in a moment, and are far from the
     * fifty thousand at which the server ends a workflow.
     */
    static final int COMMANDS_PER_RUN = 100;

    /**
     * How many answers are carried to the next run. A client repeats a command within seconds; this many commands of one
     * model take hours.
     */
    static final int REMEMBERED_COMMANDS = 128;

    /** The span in which a model's retrainings are counted against its budget. */
    static final Duration BUDGET_SPAN = Duration.ofDays(7);

    /** Ids come from clients and are kept in histories: longer ones are not ids. */
    static final int LONGEST_COMMAND_ID = 200;

    /** A reason is a sentence or two on the timeline. */
    static final int LONGEST_REASON = 2000;

    private ModelOptions() {}
}
