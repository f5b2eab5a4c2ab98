package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.cause.CauseEvidence;
import java.util.List;

/**
 * What else the verdict on a window of a regression, or of several classes, rests on.
 *
 * @param signals the slices in which harm was looked for
 * @param cause what its cause can be found from, its harm not yet known
 */
public record OutcomeContext(List<HarmSignal> signals, CauseEvidence cause) {

    /** Copies the list. */
    public OutcomeContext {
        signals = List.copyOf(signals);
    }
}
