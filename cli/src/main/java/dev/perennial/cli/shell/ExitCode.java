package dev.perennial.cli.shell;

/** How a command ends, for the program that started it. */
public enum ExitCode {
    /** Done. */
    DONE(0),
    /** Something failed that is none of the below. */
    FAILED(1),
    /** Wrong usage, or an invalid file. */
    INVALID(2),
    /** No such thing. */
    NOT_FOUND(3),
    /** Refused in the present state. */
    REFUSED(4),
    /** A server cannot be reached. */
    UNREACHABLE(5),
    /** Not permitted. */
    FORBIDDEN(6),
    /** Interrupted from the keyboard. */
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }
}
