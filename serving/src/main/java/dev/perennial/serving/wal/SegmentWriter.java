package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that is written, and those that wait to be forced, to be closed and to be released. Writing and sealing
 * belong to whoever holds the log's lock, {@link #forceOpen} and {@link #forceRetired} to one thread; the rest to any.
 */
final class SegmentWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final int BUFFER_BYTES = 1 << 18;
    /*
     * A file that grows with every group has its new length noted by the file system with every write and committed with
     * every force, which takes as long again as the records. Where a force is waited for, it is spared by the mebibyte;
     * elsewhere a thread that answers requests writes the zeros, a few pages at a time.
     */
    private static final int ROOM_TO_FORCE = 1 << 20;
    private static final int ROOM_TO_WRITE = 1 << 14;

    private final WalSettings settings;
    private final LogStorage storage;
    private final SpareFiles spares;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ConcurrentSkipListMap<String, SealedSegment> sealed = new ConcurrentSkipListMap<>();
    private final Queue<OpenSegment> retired = new ConcurrentLinkedQueue<>();
    /* Sealed and still to be cut, forced and closed: their files must not become others' yet. */
    private final Set<String> unclosed = ConcurrentHashMap.newKeySet();
    private final AtomicLong sealedBytes = new AtomicLong();
    private volatile @Nullable OpenSegment open;
    private volatile long openBytes;
    private long nextSeq;

    SegmentWriter(WalSettings settings, LogStorage storage, SpareFiles spares, List<SealedSegment> recovered) {
        this.settings = settings;
        this.storage = storage;
        this.spares = spares;
        recovered.forEach(this::remember);
        nextSeq = 1
                + recovered.stream()
                        .filter(segment -> segment.header().epoch() == settings.epoch())
                        .mapToLong(segment -> segment.header().seq())
                        .max()
                        .orElse(0);
    }

    /** Writes all records or, as far as readers of this log can tell, none; forces them first where the log is SYNC. */
    void write(List<Append> group) throws IOException {
        OpenSegment segment = segment();
        long start = segment.size();
        try {
            int ahead = settings.durability() == Durability.SYNC ? ROOM_TO_FORCE : ROOM_TO_WRITE;
            segment.makeRoom(bytes(group), ahead, settings.segmentBytes());
            copy(group, segment);
            if (settings.durability() == Durability.SYNC) {
                segment.force();
            }
        } catch (IOException | RuntimeException | Error e) {
            undo(segment, start, e);
            throw e;
        }
        openBytes = segment.size();
        if (segment.size() >= settings.segmentBytes()) {
            retire(segment, segment.size());
        }
    }

    private OpenSegment segment() throws IOException {
        OpenSegment segment = open;
        if (segment == null) {
            segment = begin(new SegmentHeader(settings.instance(), settings.epoch(), nextSeq++));
            open = segment;
        }
        return segment;
    }

    private OpenSegment begin(SegmentHeader header) throws IOException {
        SpareFiles.Spare spare = spares.poll();
        if (spare != null) {
            try {
                return OpenSegment.within(storage, spare, header);
            } catch (IOException e) {
                LOG.warn("wal spare file not used file={} reason={}", spare.name(), e.getMessage());
            }
        }
        return OpenSegment.create(storage, header);
    }

    private static long bytes(List<Append> group) {
        return group.stream().mapToLong(append -> append.frames().length).sum();
    }

    private void copy(List<Append> group, OpenSegment segment) throws IOException {
        buffer.clear();
        for (Append append : group) {
            byte[] frames = append.frames();
            int done = 0;
            while (done < frames.length) {
                if (!buffer.hasRemaining()) {
                    flush(segment);
                }
                int part = Math.min(buffer.remaining(), frames.length - done);
                buffer.put(frames, done, part);
                done += part;
            }
        }
        flush(segment);
    }

    private void flush(OpenSegment segment) throws IOException {
        buffer.flip();
        segment.write(buffer);
        buffer.clear();
    }

    /*
     * The segment is given up, even if it could be cut: after a failed force the kernel has forgotten which pages it
     * lost, and a later force would say that all is well.
     */
    private void undo(OpenSegment segment, long start, Throwable cause) {
        try {
            segment.truncate(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        retire(segment, start);
    }

    /** Seals the segment that is written, if there is one. */
    void seal() {
        OpenSegment segment = open;
        if (segment != null && !segment.isEmpty()) {
            retire(segment, segment.size());
        }
    }

    /** Seals this segment if it is the one that is written. */
    void giveUp(OpenSegment segment) {
        if (open == segment) {
            seal();
        }
    }

    private void retire(OpenSegment segment, long soundSize) {
        open = null;
        openBytes = 0;
        if (soundSize > segment.header().size()) {
            unclosed.add(segment.name());
            remember(segment.sealedAt(soundSize));
            retired.add(segment);
        } else {
            discard(segment);
        }
    }

    private static void discard(OpenSegment segment) {
        try {
            segment.discard();
        } catch (IOException e) {
            LOG.warn("wal empty segment not removed segment={} reason={}", segment.name(), e.getMessage());
        }
    }

    private void remember(SealedSegment segment) {
        sealedBytes.addAndGet(segment.bytes());
        sealed.put(segment.name(), segment);
    }

    /** Forces what is written at this moment, while others go on writing. */
    void forceOpen() throws ForceFailedException {
        OpenSegment segment = open;
        if (segment != null) {
            try {
                segment.force();
            } catch (IOException e) {
                throw new ForceFailedException(segment, e);
            }
        }
    }

    /** Forces and closes the segments that take no more records; what the disk said of each that it did not confirm. */
    List<IOException> forceRetired() {
        List<IOException> unforced = new ArrayList<>();
        for (OpenSegment segment = retired.poll(); segment != null; segment = retired.poll()) {
            trim(segment);
            try {
                segment.force();
            } catch (IOException e) {
                unforced.add(e);
                LOG.error("wal force failed segment={} reason={}", segment.name(), e.getMessage());
            }
            try {
                segment.close();
            } catch (IOException e) {
                LOG.warn("wal close failed segment={} reason={}", segment.name(), e.getMessage());
            }
            unclosed.remove(segment.name());
        }
        return unforced;
    }

    /* Room that stays is no harm; records that are not forced would be. */
    private static void trim(OpenSegment segment) {
        try {
            segment.trim();
        } catch (IOException e) {
            LOG.warn("wal room not cut off segment={} reason={}", segment.name(), e.getMessage());
        }
    }

    /** Seals what is written, or removes it if it is empty; nothing may be written after this. */
    void close() {
        OpenSegment segment = open;
        if (segment != null) {
            retire(segment, segment.size());
        }
    }

    List<SealedSegment> sealedSegments() {
        return List.copyOf(sealed.values());
    }

    void release(SealedSegment segment) throws IOException {
        if (unclosed.contains(segment.name())) {
            storage.delete(segment.name());
        } else {
            spares.take(segment);
        }
        if (sealed.remove(segment.name()) != null) {
            sealedBytes.addAndGet(-segment.bytes());
        }
    }

    long bytesOnDisk() {
        return sealedBytes.get() + openBytes;
    }

    /** A segment whose records were written, and of which the disk did not confirm all. */
    static final class ForceFailedException extends IOException {
        private final transient OpenSegment segment;

        private ForceFailedException(OpenSegment segment, IOException cause) {
            super(cause.getMessage(), cause);
            this.segment = segment;
        }

        OpenSegment segment() {
            return segment;
        }
    }
}
