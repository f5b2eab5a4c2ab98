package dev.perennial.workflows;

/**
 * The answer to a command. Refusals are answers, not errors: an error's type does not survive a validator on its way to
 * the client.
 *
 * @param id what the command started or changed: a run, a review, a version
 */
public record CommandResult(Status status, String id, String message) {
    /** How a command ended. */
    public enum Status {
        /** Done, or started. */
        ACCEPTED,
        /** Cannot be done in the present state. */
        REFUSED,
        /** Names something that does not exist. */
        UNKNOWN
    }

    /** Done. */
    public static CommandResult accepted(String id, String message) {
        return new CommandResult(Status.ACCEPTED, id, message);
    }

    /** Not now. */
    public static CommandResult refused(String message) {
        return new CommandResult(Status.REFUSED, "", message);
    }

    /** No such thing. */
    public static CommandResult unknown(String message) {
        return new CommandResult(Status.UNKNOWN, "", message);
    }
}
