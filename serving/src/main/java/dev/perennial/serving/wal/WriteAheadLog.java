package dev.perennial.serving.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that a prediction or label is in before it is acknowledged: segments of checksummed frames in a local
 * directory, written in groups. Safe for use by any number of threads.
 */
public final class WriteAheadLog implements AutoCloseable {
    /*
     * 1. Group commit by a leader. Appends wait in a queue. Under WRITTEN the appending thread that finds the log free
     *    writes everything that waits, its own and others', with one write call, then tells all of them; under load the
     *    groups grow by themselves, and nobody pays for a change of threads. Under SYNC one thread does the same with a
     *    force before the telling, so that an appender never waits for the disk.
     * 2. Whoever fails to become leader may leave: the holder of the lock looks at the queue again after it has let go,
     *    and what was queued before a failed attempt is visible to it then. So everyone who takes the lock, for
     *    whatever reason, must lead afterwards.
     * 3. A failed write is undone by cutting the segment back to where the group began. If that fails as well, the
     *    segment is given up there; its reader stops at the torn frame. After a failed force the segment is given up
     *    too: the kernel reports such an error once and then forgets which pages were lost.
     */
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int GROUP_BYTES = 1 << 22;

    private final WalSettings settings;
    private final Queue<Append> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ConcurrentSkipListMap<String, SealedSegment> sealed = new ConcurrentSkipListMap<>();
    private final Queue<OpenSegment> unforced = new ConcurrentLinkedQueue<>();
    private final AtomicLong sealedBytes = new AtomicLong();
    private final LongAdder appends = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unforcedSegments = new LongAdder();
    private final SegmentRecovery recovery;
    private final Thread background;

    private volatile @Nullable OpenSegment open; // changed under writing
    private long nextSeq = 1; // guarded by writing
    private boolean shut; // guarded by writing
    private volatile long openBytes;
    private volatile boolean dirty;
    private volatile boolean idle;
    private volatile boolean failing;
    private volatile boolean closed;

    private WriteAheadLog(WalSettings settings, SegmentRecovery recovery) {
        this.settings = settings;
        this.recovery = recovery;
        recovery.segments().forEach(this::remember);
        background = new Thread(
                settings.durability() == Durability.SYNC ? this::writeInBackground : this::forceInBackground,
                "wal-" + settings.directory().getFileName());
        background.setDaemon(true);
    }

    /** Opens the log; what earlier starts left is recovered and found under {@link #sealedSegments}. */
    public static WriteAheadLog open(WalSettings settings) {
        try {
            Files.createDirectories(settings.directory());
            SegmentRecovery recovery = SegmentRecovery.of(settings.directory());
            if (recovery.tornBytes() > 0 || recovery.damagedFrames() > 0) {
                LOG.warn("wal recovered tornBytes={} damagedFrames={}", recovery.tornBytes(), recovery.damagedFrames());
            }
            WriteAheadLog log = new WriteAheadLog(settings, recovery);
            log.background.start();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the log in " + settings.directory() + ": " + e.getMessage(), e);
        }
    }

    /** Appends finished frames of a {@link FrameBuffer}, all of them or none; the listener is told which. */
    public void append(byte[] frames, AppendListener listener) {
        waiting.add(new Append(frames, listener));
        if (settings.durability() == Durability.WRITTEN || closed) {
            lead();
        } else if (idle) {
            LockSupport.unpark(background);
        }
    }

    private void lead() {
        while (!waiting.isEmpty() && writing.tryLock()) {
            List<Append> group = new ArrayList<>();
            @Nullable IOException failure;
            try {
                failure = writeGroup(group);
            } finally {
                writing.unlock();
            }
            if (failure == null && !dirty) {
                dirty = true;
                LockSupport.unpark(background);
            }
            tell(group, failure);
        }
    }

    private void tell(List<Append> group, @Nullable IOException failure) {
        report(failure);
        for (Append append : group) {
            if (failure == null) {
                appends.increment();
                append.listener.durable();
            } else {
                failures.increment();
                append.listener.failed(failure);
            }
        }
    }

    /* Once for each change of state: a failing disk fails every group. */
    private void report(@Nullable IOException failure) {
        if (failing != (failure != null)) {
            failing = failure != null;
            if (failure == null) {
                LOG.info("wal takes records again directory={}", settings.directory());
            } else {
                LOG.error("wal refuses records directory={} reason={}", settings.directory(), failure.toString());
            }
        }
    }

    private @Nullable IOException writeGroup(List<Append> group) {
        int bytes = 0;
        while (bytes < GROUP_BYTES) {
            Append next = waiting.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            bytes += next.frames.length;
        }
        if (group.isEmpty()) {
            return null;
        }
        if (shut) {
            return new IOException("Cannot append: the log is closed");
        }
        long total = sealedBytes.get() + openBytes + bytes;
        if (total > settings.maxBytes()) {
            return new LogFullException(total - bytes, settings.maxBytes());
        }
        try {
            OpenSegment segment = segment();
            long start = segment.size();
            try {
                write(segment, group);
            } catch (IOException e) {
                undo(segment, start, e);
                return e;
            }
            openBytes = segment.size();
            if (segment.size() >= settings.segmentBytes()) {
                sealOpen();
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private OpenSegment segment() throws IOException {
        OpenSegment segment = open;
        if (segment == null) {
            segment = OpenSegment.create(
                    settings.directory(), new SegmentHeader(settings.instance(), settings.epoch(), nextSeq++));
            open = segment;
        }
        return segment;
    }

    private void write(OpenSegment segment, List<Append> group) throws IOException {
        buffer.clear();
        for (Append append : group) {
            byte[] frames = append.frames;
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
        writes.increment();
    }

    private void flush(OpenSegment segment) throws IOException {
        buffer.flip();
        segment.write(buffer);
        buffer.clear();
    }

    private void undo(OpenSegment segment, long start, IOException cause) {
        LOG.warn(
                "wal write failed segment={} reason={}", segment.sealed().file().getFileName(), cause.getMessage());
        try {
            segment.truncate(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
            sealOpen();
        }
    }

    /** Seals the segment that is being written, if it holds records. */
    public void seal() {
        writing.lock();
        try {
            sealOpen();
        } finally {
            writing.unlock();
        }
        if (settings.durability() == Durability.WRITTEN) {
            lead();
        }
    }

    private void sealOpen() {
        OpenSegment segment = open;
        if (segment != null && !segment.isEmpty()) {
            open = null;
            remember(segment.sealed());
            openBytes = 0;
            unforced.add(segment);
            dirty = true;
            LockSupport.unpark(background);
        }
    }

    private void remember(SealedSegment segment) {
        sealedBytes.addAndGet(segment.bytes());
        sealed.put(segment.file().getFileName().toString(), segment);
    }

    /** Segments that take no more records and have not been released, in the order in which they were written. */
    public List<SealedSegment> sealedSegments() {
        return List.copyOf(sealed.values());
    }

    /** Deletes a sealed segment, whose records are safe elsewhere. */
    public void release(SealedSegment segment) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + segment.file() + ": " + e.getMessage(), e);
        }
        if (sealed.remove(segment.file().getFileName().toString()) != null) {
            sealedBytes.addAndGet(-segment.bytes());
        }
    }

    /** Whether the newest group of appends was refused. */
    public boolean isFailing() {
        return failing;
    }

    /** What happened since the log was opened. */
    public WalStatistics statistics() {
        return new WalStatistics(
                appends.sum(),
                writes.sum(),
                failures.sum(),
                unforcedSegments.sum(),
                sealedBytes.get() + openBytes,
                recovery.tornBytes(),
                recovery.damagedFrames());
    }

    private void forceInBackground() {
        while (!closed) {
            if (!dirty) {
                LockSupport.park(this);
                continue;
            }
            LockSupport.parkNanos(this, settings.forceWithin().toNanos());
            dirty = false;
            forceAll();
        }
    }

    private void writeInBackground() {
        while (!closed) {
            if (waiting.isEmpty()) {
                idle = true;
                if (waiting.isEmpty()) {
                    LockSupport.park(this);
                }
                idle = false;
                forceRetired();
                continue;
            }
            writeAndForce();
        }
    }

    private void writeAndForce() {
        List<Append> group = new ArrayList<>();
        @Nullable IOException failure;
        writing.lock();
        try {
            OpenSegment before = open;
            long start = before == null ? 0 : before.size();
            failure = writeGroup(group);
            OpenSegment segment = open;
            if (failure == null && segment != null) {
                failure = force(segment);
                if (failure != null) {
                    undo(
                            segment,
                            segment == before
                                    ? start
                                    : segment.sealed().header().size(),
                            failure);
                    sealOpen();
                }
            }
            IOException retired = forceRetired();
            failure = failure == null ? retired : failure;
        } finally {
            writing.unlock();
        }
        tell(group, failure);
    }

    private void forceAll() {
        OpenSegment segment = open;
        // Without the lock: appends go on while the disk works. A segment is closed by this thread only.
        if (segment != null && force(segment) != null) {
            seal();
        }
        forceRetired();
    }

    private @Nullable IOException forceRetired() {
        IOException failure = null;
        OpenSegment segment = unforced.poll();
        while (segment != null) {
            IOException e = force(segment);
            failure = failure == null ? e : failure;
            try {
                segment.close();
            } catch (IOException closing) {
                LOG.warn("wal close failed reason={}", closing.getMessage());
            }
            segment = unforced.poll();
        }
        return failure;
    }

    private @Nullable IOException force(OpenSegment segment) {
        try {
            segment.force();
            return null;
        } catch (IOException e) {
            unforcedSegments.increment();
            LOG.error(
                    "wal force failed segment={} reason={}",
                    segment.sealed().file().getFileName(),
                    e.getMessage());
            return e;
        }
    }

    /** Writes and forces what waits, seals the segment and stops; later appends fail. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(background);
        try {
            background.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean more = true;
        while (more) {
            List<Append> late = new ArrayList<>();
            @Nullable IOException failure;
            writing.lock();
            try {
                failure = writeGroup(late);
                if (late.isEmpty()) {
                    sealOpen();
                    shut = true;
                    more = false;
                }
                IOException retired = forceRetired();
                failure = failure == null ? retired : failure;
            } finally {
                writing.unlock();
            }
            tell(late, failure);
        }
        lead();
    }

    private static final class Append {
        private final byte[] frames;
        private final AppendListener listener;

        private Append(byte[] frames, AppendListener listener) {
            this.frames = frames;
            this.listener = listener;
        }
    }
}
