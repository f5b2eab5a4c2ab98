package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks a disk that failed whether it takes and confirms bytes again, so that a log resumes without a request to try. */
final class DiskProbe {
    static final String NAME = "probe.tmp";
    private static final int BYTES = 1 << 16;

    private final LogStorage storage;

    DiskProbe(LogStorage storage) {
        this.storage = storage;
    }

    /** Returns if the disk works; throws what it says otherwise. */
    void check() throws IOException {
        storage.delete(NAME);
        LogStorage.LogFile file = storage.create(NAME);
        try {
            file.write(ByteBuffer.allocate(BYTES));
            file.force();
        } finally {
            file.close();
            storage.delete(NAME);
        }
    }
}
