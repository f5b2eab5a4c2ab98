package dev.perennial.registry.spec;

import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import java.time.Duration;

/**
 * When silence is a failure.
 *
 * @param predictions how long, by the wall clock, no prediction may be logged
 * @param labels how long, in event time, predictions may be without any label once labels are due
 */
public record SilenceSpec(Duration predictions, Duration labels, Severity severity) {
    /** A window's length of either is a ticket: a whole window without a row, or a label, cannot be judged. */
    static SilenceSpec of(Duration window) {
        return new SilenceSpec(window, window, Severity.TICKET);
    }
}
