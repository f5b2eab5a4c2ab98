package dev.perennial.worker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a worker is run.
 *
 * @param directory where it keeps downloaded files and temporary tables; may be lost
 * @param activitiesAtOnce how many activities run at the same time
 * @param deadlockAfter how long a workflow's code may think before it counts as stuck
 */
public record WorkerSettings(Path directory, int activitiesAtOnce, Duration deadlockAfter) {
    /** Checks the numbers. */
    public WorkerSettings {
        if (activitiesAtOnce < 1) {
            throw new IllegalArgumentException(
                    "Invalid worker: " + activitiesAtOnce + " activities at once, expected at least 1");
        }
    }

    /** As many activities as there are processors, and one more that waits for the store. */
    public static WorkerSettings in(Path directory) {
        return new WorkerSettings(directory, Runtime.getRuntime().availableProcessors() + 1, Duration.ofSeconds(10));
    }
}
