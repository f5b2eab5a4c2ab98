package dev.perennial.serving.wal;

import java.io.IOException;

/**
 * Told once what became of an append, on whichever thread wrote the records, which may be the appending thread itself
 * before {@code append} returns. It must not block.
 */
public interface AppendListener {
    /** The records are as durable as the log promises. */
    void durable();

    /** The records are not in the log; the same append may succeed later. */
    void failed(IOException reason);

    /** How many requests wait for the append: what statistics count. */
    default int requests() {
        return 1;
    }
}
