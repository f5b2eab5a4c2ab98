package dev.perennial.worker;

import dev.perennial.registry.trust.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a worker is run.
 *
 * @param directory where it keeps downloaded files and temporary tables; may be lost
 * @param activitiesAtOnce how many activities run at the same time
 * @param deadlockAfter how long a workflow's code may think before it counts as stuck
 * @param signingKey what signs the versions that are registered; empty to leave them unsigned
 */
public record WorkerSettings(
        Path directory, int activitiesAtOnce, Duration deadlockAfter, Optional<SigningKey> signingKey) {
    /** Checks the numbers. */
    public WorkerSettings {
        if (activitiesAtOnce < 1) {
            throw new IllegalArgumentException(
                    "Invalid worker: " + activitiesAtOnce + " activities at once, expected at least 1");
        }
    }

    /** As many activities as there are processors, and one more that waits for the store; no key. */
    public static WorkerSettings in(Path directory) {
        return new WorkerSettings(
                directory, Runtime.getRuntime().availableProcessors() + 1, Duration.ofSeconds(10), Optional.empty());
    }

    /** The same settings with this key, or none. */
    public WorkerSettings withSigningKey(Optional<SigningKey> key) {
        return new WorkerSettings(directory, activitiesAtOnce, deadlockAfter, key);
    }
}
