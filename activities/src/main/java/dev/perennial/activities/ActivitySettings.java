package dev.perennial.activities;

import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.registry.trust.SigningKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bounds of one worker's activities.
 *
 * @param directory the worker's own; copies of log files and temporary tables lie there and may be lost
 * @param duckDbMegabytes the query engine's memory, which lies outside the Java heap
 * @param duckDbThreads the query engine's threads
 * @param spoolMegabytes beyond which the oldest copies of log files are removed
 * @param downloads how many objects are fetched at a time
 * @param signingKey what signs the versions that are registered; empty to leave them unsigned
 */
public record ActivitySettings(
        Path directory,
        int duckDbMegabytes,
        int duckDbThreads,
        int spoolMegabytes,
        int downloads,
        Optional<SigningKey> signingKey) {
    /** 768 MB and two threads for queries, 4 GB of copies, eight downloads at a time, no key. */
    public static ActivitySettings standard(Path directory) {
        return new ActivitySettings(directory, 768, 2, 4096, 8, Optional.empty());
    }

    /** The same bounds with this key, or none. */
    public ActivitySettings withSigningKey(Optional<SigningKey> key) {
        return new ActivitySettings(directory, duckDbMegabytes, duckDbThreads, spoolMegabytes, downloads, key);
    }

    DuckDbSettings duckDb() {
        return new DuckDbSettings(duckDbMegabytes, duckDbThreads, directory.resolve("duckdb"));
    }
}
