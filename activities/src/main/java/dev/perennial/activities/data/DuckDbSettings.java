package dev.perennial.activities.data;

import java.nio.file.Path;

/** The bounds of the query engine, whose memory lies outside the Java heap. */
public record DuckDbSettings(int memoryMegabytes, int threads, Path temporaryDirectory) {
    /** Checks the bounds. */
    public DuckDbSettings {
        if (memoryMegabytes < 64 || threads < 1) {
            throw new IllegalArgumentException("Invalid DuckDB settings: " + memoryMegabytes + " MB and " + threads
                    + " threads, expected at least 64 MB and 1 thread");
        }
    }
}
