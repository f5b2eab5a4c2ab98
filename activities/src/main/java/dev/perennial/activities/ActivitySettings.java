package dev.perennial.activities;

import dev.perennial.activities.data.DuckDbSettings;
import java.nio.file.Path;

/**
 * The bounds of one worker's activities.
 *
 * @param directory the worker's own; copies of log files and temporary tables lie there and may be lost
 * @param duckDbMegabytes the query engine's memory, which lies outside the Java heap
 * @param duckDbThreads the query engine's threads
 * @param spoolMegabytes beyond which the oldest copies of log files are removed
 * @param downloads how many objects are fetched at a time
 */
public record ActivitySettings(
        Path directory, int duckDbMegabytes, int duckDbThreads, int spoolMegabytes, int downloads) {
    /** 768 MB and two threads for queries, 4 GB of copies, eight downloads at a time. */
    public static ActivitySettings standard(Path directory) {
        return new ActivitySettings(directory, 768, 2, 4096, 8);
    }

    DuckDbSettings duckDb() {
        return new DuckDbSettings(duckDbMegabytes, duckDbThreads, directory.resolve("duckdb"));
    }
}
