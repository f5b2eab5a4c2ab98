package dev.perennial.serving.wal;

import java.io.IOException;

/** The log holds as many bytes as it may; it takes records again once sealed segments have been shipped. */
public final class LogFullException extends IOException {
    LogFullException(long bytes, long limit) {
        super("Cannot append: the log holds " + bytes + " bytes of at most " + limit
                + " and waits for the object store");
    }
}
