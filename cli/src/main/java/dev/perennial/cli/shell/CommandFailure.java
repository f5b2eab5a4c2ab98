package dev.perennial.cli.shell;

/** A command's end with a message for people, which names what to try next. */
public final class CommandFailure extends RuntimeException {
    private final ExitCode exitCode;

    /** An end with this code. */
    public CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The code. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
