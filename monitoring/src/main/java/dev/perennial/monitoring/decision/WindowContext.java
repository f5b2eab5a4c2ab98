package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseFinding;
import java.util.List;
import java.util.Optional;

/**
 * What else the verdict on a window rests on, of any task.
 *
 * @param signals where else harm was looked for
 * @param cause what its cause can be found from, its harm not yet known
 * @param earlier the two windows before, the newest first; fewer at the start
 * @param tally the windows judged before
 * @param awaiting why labels that are absent are no silence, such as that they are not due yet; absent where they are due
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WindowContext(
        List<HarmSignal> signals,
        Optional<CauseEvidence> cause,
        List<EarlierWindow> earlier,
        AlarmTally tally,
        Optional<String> awaiting) {

    private static final int REMEMBERED = 2;

    /** Copies the lists. */
    public WindowContext {
        signals = List.copyOf(signals);
        earlier = earlier.stream().limit(REMEMBERED).toList();
    }

    /** Of a window whose labels are due. */
    public WindowContext(
            List<HarmSignal> signals, Optional<CauseEvidence> cause, List<EarlierWindow> earlier, AlarmTally tally) {
        this(signals, cause, earlier, tally, Optional.empty());
    }

    /** The first window, of which nothing else is known. */
    public static WindowContext none() {
        return new WindowContext(List.of(), Optional.empty(), List.of(), AlarmTally.empty());
    }

    boolean estimated() {
        return signals.stream().anyMatch(signal -> signal.source() != HarmSignal.Source.SLICE);
    }

    List<HarmSignal> suspicions() {
        return signals.stream()
                .filter(signal -> signal.source() == HarmSignal.Source.SUSPICION)
                .toList();
    }

    /** Why the window differs, now that its harm is known; empty where nothing is known that it could be found from. */
    Optional<CauseFinding> causeOf(Harm harm) {
        return cause.map(found -> CauseFinding.of(found.with(harm)));
    }

    boolean burst() {
        return cause.filter(known -> known.burst() instanceof Burst.Found).isPresent();
    }
}
