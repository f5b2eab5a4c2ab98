package dev.perennial.serving.wal;

import java.io.IOException;

/** The log holds as much as it may, on disk or in memory; it takes records again once some of that has left. */
public final class LogFullException extends IOException {
    private LogFullException(String message) {
        super(message);
    }

    static LogFullException onDisk(long bytes, long limit) {
        return new LogFullException("Cannot append: the log holds " + bytes + " bytes of at most " + limit
                + " and waits for the object store");
    }

    static LogFullException inMemory(long bytes, long limit) {
        return new LogFullException(
                "Cannot append: " + bytes + " bytes of at most " + limit + " wait for the disk already");
    }
}
