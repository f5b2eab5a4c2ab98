package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segment that is being written. Written by one thread at a time; may be forced by another meanwhile. */
final class OpenSegment {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);

    private final LogStorage storage;
    private final LogStorage.LogFile file;
    private final String name;
    private final SegmentHeader header;
    private long size;
    private long room;
    private volatile boolean named;

    private OpenSegment(LogStorage storage, LogStorage.LogFile file, SegmentHeader header, long room) {
        this.storage = storage;
        this.file = file;
        this.header = header;
        this.room = room;
        name = header.fileName();
    }

    /** Begins a segment in a new file. */
    static OpenSegment create(LogStorage storage, SegmentHeader header) throws IOException {
        return begin(new OpenSegment(storage, storage.create(header.fileName()), header, 0));
    }

    /** Begins a segment in a file of zeros, which is room for as many bytes. */
    static OpenSegment within(LogStorage storage, SpareFiles.Spare spare, SegmentHeader header) throws IOException {
        storage.rename(spare.name(), header.fileName());
        try {
            return begin(new OpenSegment(storage, storage.overwrite(header.fileName()), header, spare.length()));
        } catch (IOException e) {
            storage.delete(header.fileName());
            throw e;
        }
    }

    private static OpenSegment begin(OpenSegment segment) throws IOException {
        try {
            segment.write(ByteBuffer.wrap(segment.header.encoded()));
        } catch (IOException e) {
            try {
                segment.discard();
            } catch (IOException discarding) {
                e.addSuppressed(discarding);
            }
            throw e;
        }
        return segment;
    }

    /** Writes all bytes or throws; after a throw the caller goes back to a size that it knows to be sound. */
    void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        file.write(bytes);
        size += length;
    }

    /**
     * Has the file made longer before records of so many bytes are written, where it is not long enough yet. A disk that has
     * no room for more than the records is asked no more.
     */
    void makeRoom(long bytes, long step, long most) {
        long wanted = Math.min(most, size + bytes + step);
        if (size + bytes > room && size + bytes < wanted) {
            try {
                file.reserve(wanted);
                room = wanted;
            } catch (IOException e) {
                LOG.debug("wal no room ahead segment={} reason={}", name, e.getMessage());
                room = Long.MAX_VALUE;
            }
        }
    }

    /** Cuts off the room that no record came to need; by whoever forces the segment, when it takes no more records. */
    void trim() throws IOException {
        if (room > size) {
            file.truncate(size);
        }
    }

    void truncate(long soundSize) throws IOException {
        file.truncate(soundSize);
        size = soundSize;
    }

    /** Forces the records, and at the first time the file's name: a file without one is lost with the power. */
    void force() throws IOException {
        file.force();
        if (!named) {
            storage.forceNames();
            named = true;
        }
    }

    void close() throws IOException {
        file.close();
    }

    /** Closes and deletes the file, which holds no record. */
    void discard() throws IOException {
        file.close();
        storage.delete(name);
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size <= header.size();
    }

    SegmentHeader header() {
        return header;
    }

    /** This segment as one that takes no more records, of which so many bytes are sound. */
    SealedSegment sealedAt(long soundSize) {
        return new SealedSegment(name, header, soundSize);
    }
}
