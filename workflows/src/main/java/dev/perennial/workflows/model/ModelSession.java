package dev.perennial.workflows.model;

import dev.perennial.registry.ModelName;
import java.util.List;

/**
 * What the entity carries from one run to the next: everything else it reads from the registry.
 *
 * @param recentCommands ids of commands obeyed lately with their answers, oldest first; update ids are deduplicated by
 *     the engine within one run only
 * @param runs how many retraining runs were started, for their names
 */
public record ModelSession(ModelName model, List<AnsweredCommand> recentCommands, int runs) {
    /** Copies the list. */
    public ModelSession {
        recentCommands = List.copyOf(recentCommands);
    }

    /** A session that has seen nothing. */
    public static ModelSession fresh(ModelName model) {
        return new ModelSession(model, List.of(), 0);
    }
}
