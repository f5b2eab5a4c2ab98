package dev.perennial.workflows.alert;

import org.jspecify.annotations.Nullable;

/** Limits of alerts, each with its reason. */
final class AlertOptions {
    /** An alert that lives for years, or is argued about, keeps a short history. */
    static final int EVENTS_PER_RUN = 500;

    /** A command's id is an update's id. */
    private static final int LONGEST_COMMAND_ID = 200;

    /** A comment is read on a timeline. */
    private static final int LONGEST_COMMENT = 4_000;

    private AlertOptions() {}

    /* Messages are decoded from JSON, where what is missing is null. */
    static void check(AlertCommand command) {
        @Nullable String commandId = command.commandId();
        if (commandId == null || commandId.isBlank() || commandId.length() > LONGEST_COMMAND_ID) {
            throw new IllegalArgumentException(
                    "Invalid command: its id is missing or long, expected 1 to " + LONGEST_COMMAND_ID + " characters");
        }
        @Nullable String comment = command.comment();
        if (comment == null || comment.length() > LONGEST_COMMENT) {
            throw new IllegalArgumentException("Invalid command " + commandId
                    + ": its comment is missing or long, expected at most " + LONGEST_COMMENT + " characters");
        }
        @Nullable Object actor = command.actor();
        if (actor == null) {
            throw new IllegalArgumentException("Invalid command " + commandId + ": its actor is missing");
        }
    }
}
