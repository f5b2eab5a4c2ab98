package dev.perennial.cli.shell;

import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.UnknownModelException;
import dev.perennial.registry.spec.InvalidSpecException;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.workflows.client.TemporalUnavailableException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Turns what a command threw into one message and an exit code. */
public final class Failures {
    private Failures() {}

    /** Prints the failure and gives its code. */
    public static int tell(Throwable failure, PrintStream err) {
        ExitCode code = code(failure);
        @Nullable String message = failure.getMessage();
        err.println("perennial: " + (message == null ? failure.toString() : message));
        if (code == ExitCode.FAILED && !(failure instanceof CommandFailure)) {
            failure.printStackTrace(err);
        }
        return code.status();
    }

    private static ExitCode code(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return known.exitCode();
        }
        if (failure instanceof InvalidSpecException || failure instanceof IllegalArgumentException) {
            return ExitCode.INVALID;
        }
        if (failure instanceof UnknownModelException) {
            return ExitCode.NOT_FOUND;
        }
        if (failure instanceof RefusedException) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof StoreUnavailableException || failure instanceof TemporalUnavailableException) {
            return ExitCode.UNREACHABLE;
        }
        return ExitCode.FAILED;
    }
}
