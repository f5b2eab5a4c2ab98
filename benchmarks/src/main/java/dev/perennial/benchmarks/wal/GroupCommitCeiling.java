package dev.perennial.benchmarks.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What no log that forces before it answers can exceed on this disk: so many clients that wait for their answer give at
 * most one record each to a write and its {@code fdatasync}, so records a second are clients times forces a second.
 *
 * @param forcesPerSecond writes of one record of each client, each forced before the next
 * @param clients who each have one request under way
 */
public record GroupCommitCeiling(double forcesPerSecond, int clients) {
    private static final int WARM_UP = 20;

    /** Writes and forces in a scratch file of this directory, on the disk that the log would be on. */
    public static GroupCommitCeiling measure(Path directory, int clients, int bytesPerRecord, Duration time)
            throws IOException {
        Path file = Files.createTempFile(directory, "ceiling", ".bin");
        ByteBuffer group = ByteBuffer.allocateDirect(clients * bytesPerRecord);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int number = 0; number < WARM_UP; number++) {
                writeAndForce(channel, group);
            }
            long start = System.nanoTime();
            long forces = 0;
            while (System.nanoTime() - start < time.toNanos()) {
                writeAndForce(channel, group);
                forces++;
            }
            return new GroupCommitCeiling(forces / ((System.nanoTime() - start) / 1e9), clients);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void writeAndForce(FileChannel channel, ByteBuffer group) throws IOException {
        group.clear();
        while (group.hasRemaining()) {
            channel.write(group);
        }
        channel.force(false);
    }

    /** At most so many records a second. */
    public double recordsPerSecond() {
        return forcesPerSecond * clients;
    }
}
