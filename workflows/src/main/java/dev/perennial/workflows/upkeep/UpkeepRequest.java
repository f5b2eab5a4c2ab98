package dev.perennial.workflows.upkeep;

import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done.
 *
 * @param model whose log; empty for those of all models
 * @param erasure under which name the entity to erase is kept in the store until it is erased: it stands in no history
 * @param reason why the person who asked did; empty where a schedule did
 * @param grace how long replaced files stay for readers that have listed them
 */
public record UpkeepRequest(
        Optional<ModelName> model,
        List<UpkeepTask> tasks,
        Optional<String> erasure,
        Actor actor,
        String reason,
        Duration grace) {
    /** Checks that there is an erasure where rows are to be erased. */
    public UpkeepRequest {
        tasks = List.copyOf(tasks);
        if (tasks.contains(UpkeepTask.ERASE) != erasure.isPresent() || (erasure.isPresent() && model.isEmpty())) {
            throw new IllegalArgumentException(
                    "Invalid upkeep: erasing needs an erasure and a model, and nothing else has an erasure");
        }
    }

    /** What a schedule does to all logs. */
    public static UpkeepRequest ofAll(Actor actor) {
        return new UpkeepRequest(
                Optional.empty(),
                List.of(UpkeepTask.COMPACT, UpkeepTask.EXPIRE),
                Optional.empty(),
                actor,
                "",
                UpkeepOptions.GRACE);
    }
}
