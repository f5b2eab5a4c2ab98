package dev.perennial.workflows.lifecycle;

import dev.perennial.registry.Actor;
import org.jspecify.annotations.Nullable;

/** The form every command must have. Messages are decoded from JSON, where what is missing is null. */
final class CommandForm {
    private CommandForm() {}

    /** Throws {@link IllegalArgumentException}, whose type and message survive on the way to the client. */
    static void check(@Nullable String commandId, @Nullable String reason, @Nullable Actor actor) {
        if (commandId == null || commandId.isBlank() || commandId.length() > ModelOptions.LONGEST_COMMAND_ID) {
            throw new IllegalArgumentException("Invalid command: its id is " + described(commandId) + ", expected 1 to "
                    + ModelOptions.LONGEST_COMMAND_ID + " characters");
        }
        if (reason == null || reason.length() > ModelOptions.LONGEST_REASON) {
            throw new IllegalArgumentException("Invalid command " + commandId + ": its reason is " + described(reason)
                    + ", expected at most " + ModelOptions.LONGEST_REASON + " characters");
        }
        present(commandId, "actor", actor);
    }

    /** Throws if a part is missing. */
    static void present(String commandId, String name, @Nullable Object part) {
        if (part == null) {
            throw new IllegalArgumentException("Invalid command " + commandId + ": its " + name + " is missing");
        }
    }

    private static String described(@Nullable String text) {
        return text == null ? "missing" : text.isBlank() ? "blank" : text.length() + " characters long";
    }
}
