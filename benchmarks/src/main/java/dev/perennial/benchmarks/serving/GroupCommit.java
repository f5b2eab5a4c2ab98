package dev.perennial.benchmarks.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What the disk allows a log that forces groups of records: its own ceiling, without any server. */
final class GroupCommit {
    private static final int RECORD_BYTES = 512;

    private GroupCommit() {}

    /** Records a second, written and forced in groups of this many, one group after the other. */
    static double perSecond(Path directory, int group, Duration time) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(group * RECORD_BYTES);
        long commits = 0;
        try (FileChannel file = FileChannel.open(
                directory.resolve("group-commit"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            while (System.nanoTime() < end) {
                bytes.clear();
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
                commits++;
            }
            return commits * group / ((System.nanoTime() - start) / 1e9);
        }
    }
}
