package dev.perennial.workflows.model;

import dev.perennial.registry.ModelName;
import java.util.List;
import java.util.Optional;

/**
 * What the entity carries from one run to the next: everything else it reads from the registry.
 *
 * @param recentCommands ids of commands obeyed lately with their answers, oldest first; update ids are deduplicated by
 *     the engine within one run only
 * @param runs the number of the newest retraining run, for the next one's name
 * @param lastRefusal why the newest suggestion of the monitor was refused, if it was: the same reason again is not
 *     written again
 */
public record ModelSession(
        ModelName model, List<AnsweredCommand> recentCommands, int runs, Optional<String> lastRefusal) {
    /** Copies the list. */
    public ModelSession {
        recentCommands = List.copyOf(recentCommands);
    }

    /** A session without a refusal. */
    public ModelSession(ModelName model, List<AnsweredCommand> recentCommands, int runs) {
        this(model, recentCommands, runs, Optional.empty());
    }

    /** A session that has seen nothing. */
    public static ModelSession fresh(ModelName model) {
        return new ModelSession(model, List.of(), 0);
    }
}
