package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** When and how a model is retrained. */
public record RetrainSpec(
        Set<Trigger> on,
        Mode mode,
        Duration trainingWindow,
        Duration holdOut,
        List<CandidateRecipe> candidates,
        int budgetPerWeek,
        Duration coolDown,
        Duration reviewDeadline) {
    /** Copies the collections. */
    public RetrainSpec {
        on = Set.copyOf(on);
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("Invalid retrain: no candidates, expected at least one");
        }
    }

    /** What may ask for a retraining; a person always may. Drift alone is not in this list and never will be. */
    public enum Trigger {
        /** A broken objective. */
        HARM,
        /** A challenger's proven advantage over the champion. */
        CHALLENGER,
        /** The calendar. */
        SCHEDULE,
        /** A person. */
        MANUAL
    }

    /** What happens with a candidate that passed its validation. */
    public enum Mode {
        /** It is rolled out. */
        AUTOMATIC,
        /** A reviewer decides. */
        REVIEW,
        /** Nothing but a note on the timeline. */
        NOTIFY
    }
}
