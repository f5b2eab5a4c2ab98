package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The segment that is being written. Used by one thread at a time. */
final class OpenSegment {
    private final Path file;
    private final SegmentHeader header;
    private final FileChannel channel;
    private long size;

    private OpenSegment(Path file, SegmentHeader header, FileChannel channel) {
        this.file = file;
        this.header = header;
        this.channel = channel;
    }

    static OpenSegment create(Path directory, SegmentHeader header) throws IOException {
        Path file = directory.resolve(String.format("%010d-%010d.wal", header.epoch(), header.seq()));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OpenSegment segment = new OpenSegment(file, header, channel);
        try {
            segment.write(ByteBuffer.wrap(header.encoded()));
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
        return segment;
    }

    /** Writes all bytes or throws; after a throw the caller goes back to a size that it knows to be sound. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += channel.write(bytes);
        }
    }

    void truncate(long soundSize) throws IOException {
        channel.truncate(soundSize);
        channel.position(soundSize);
        size = soundSize;
    }

    void force() throws IOException {
        channel.force(false);
    }

    void close() throws IOException {
        channel.close();
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size <= header.size();
    }

    SealedSegment sealed() {
        return new SealedSegment(file, header, size);
    }
}
