package dev.perennial.workflows.alert;

import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import java.time.Duration;
import java.util.Optional;

/**
 * What a look says of one thing that must hold.
 *
 * @param cause what the alert would be about, such as {@code log-loss}; several findings of one cause are one alert
 * @param severity how loudly a breach is told
 * @param ceiling how loud a breach may become when nobody responds
 * @param sentence the finding with its numbers
 */
public record AlertFinding(
        String cause,
        State state,
        Severity severity,
        Severity ceiling,
        Optional<Duration> respondWithin,
        String sentence) {
    /** Checks that the ceiling is not below the severity. */
    public AlertFinding {
        if (ceiling.compareTo(severity) < 0) {
            throw new IllegalArgumentException(
                    "Invalid finding on " + cause + ": its severity " + severity + " is above the ceiling " + ceiling);
        }
    }

    /** Whether it holds. */
    public enum State {
        /** It does not. */
        BROKEN,
        /** It does. */
        KEPT,
        /** The look cannot say. */
        UNKNOWN
    }
}
