package dev.perennial.serving.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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
     *    groups grow by themselves, and nobody pays for a change of threads. Under SYNC and ASYNC one thread does the
     *    same, so that an appender never waits for the disk.
     * 2. Whoever fails to become leader may leave: the holder of the lock looks at the queue again after it has let go,
     *    and what was queued before a failed attempt is visible to it then. So everyone who takes the lock, for
     *    whatever reason, must lead afterwards. The writing thread waits for the lock and needs no such care.
     * 3. A group that fails is cut off the segment, and the segment is given up. From then on all appends are refused
     *    without another attempt, because a failing disk may take seconds for each, until a probe finds that the disk
     *    takes and confirms bytes again. So is it when forcing fails: what had been written by then is acknowledged and
     *    may not survive a loss of power, which is counted; nothing after it is acknowledged on such a disk.
     * 4. What was acknowledged early and met a failing disk is kept in memory, within its bound, and written first when
     *    the disk works again.
     */
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int GROUP_BYTES = 1 << 22;
    private static final long PROBE_EVERY = Duration.ofMillis(50).toNanos();

    private final WalSettings settings;
    private final LogStorage storage;
    private final SegmentRecovery recovery;
    private final SpareFiles spares;
    private final SegmentWriter segments;
    private final AppendQueue waiting;
    private final DiskProbe probe;
    private final ReentrantLock writing = new ReentrantLock();
    private final LongAdder appends = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unforcedSegments = new LongAdder();
    private final Thread forcer;
    private final Thread writer;

    private volatile @Nullable IOException refusing; // changed under writing
    private volatile boolean full; // changed under writing
    private boolean shut; // guarded by writing
    private volatile boolean dirty;
    private volatile boolean idle;
    private volatile boolean closed;

    private WriteAheadLog(WalSettings settings, LogStorage storage, SegmentRecovery recovery) {
        this.settings = settings;
        this.storage = storage;
        this.recovery = recovery;
        spares = new SpareFiles(storage, settings.segmentBytes());
        segments = new SegmentWriter(settings, storage, spares, recovery.segments());
        waiting = new AppendQueue(settings.waitingBytes(), settings.unwrittenRecords());
        probe = new DiskProbe(storage);
        forcer = thread("wal-forcer", this::force);
        writer = thread("wal-writer", this::write);
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Opens the log; what earlier starts left is recovered and found under {@link #sealedSegments}. */
    public static WriteAheadLog open(WalSettings settings) {
        try {
            return open(settings, new DirectoryStorage(settings.directory()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the log in " + settings.directory() + ": " + e.getMessage(), e);
        }
    }

    /** Opens the log on another storage than its directory. */
    static WriteAheadLog open(WalSettings settings, LogStorage storage) throws IOException {
        SegmentRecovery recovery = SegmentRecovery.of(storage, settings.instance());
        if (recovery.tornBytes() > 0 || recovery.damagedFrames() > 0) {
            LOG.warn("wal recovered tornBytes={} damagedFrames={}", recovery.tornBytes(), recovery.damagedFrames());
        }
        WriteAheadLog log = new WriteAheadLog(settings, storage, recovery);
        log.forcer.start();
        log.spares.start();
        if (settings.durability() != Durability.WRITTEN) {
            log.writer.start();
        }
        return log;
    }

    /**
     * Appends finished frames of a {@link FrameBuffer}, all of them or none; the listener is told which, at once if the
     * log is asynchronous and may hold so many unwritten records more.
     */
    public void append(byte[] frames, AppendListener listener) {
        if (settings.durability() != Durability.ASYNC || !appendEarly(frames, listener)) {
            appendDurably(frames, listener);
        }
    }

    /** Appends as {@link #append} does, but even an asynchronous log tells of success only once the frames are written. */
    public void appendDurably(byte[] frames, AppendListener listener) {
        Append append = Append.waiting(frames, listener);
        if (!waiting.add(append)) {
            failures.add(append.requests());
            append.failed(LogFullException.inMemory(waiting.bytes(), settings.waitingBytes()));
        } else if (settings.durability() == Durability.WRITTEN || closed) {
            lead();
        } else {
            wakeWriter();
        }
    }

    private boolean appendEarly(byte[] frames, AppendListener listener) {
        int records = Append.records(frames);
        long held = segments.bytesOnDisk() + waiting.bytes() + frames.length;
        if (closed || isFailing() || held > settings.maxBytes() || !waiting.admitEarly(records)) {
            return false;
        }
        if (!waiting.add(Append.early(frames, records, listener.requests()))) {
            waiting.withdrawEarly(records);
            return false;
        }
        wakeWriter();
        Append.waiting(frames, listener).durable();
        return true;
    }

    private void wakeWriter() {
        if (idle) {
            LockSupport.unpark(writer);
        }
    }

    private void lead() {
        while (hasWork() && writing.tryLock()) {
            serveAndUnlock();
        }
    }

    private boolean hasWork() {
        return waiting.holdsNew() || (isTaking() && !waiting.isEmpty());
    }

    private boolean isTaking() {
        return refusing == null && !full;
    }

    private void serveAndUnlock() {
        List<Append> group = List.of();
        IOException failure = null;
        boolean brokeOff = true;
        try {
            group = isTaking() ? waiting.take(GROUP_BYTES) : waiting.takeNew(GROUP_BYTES);
            failure = group.isEmpty() ? null : written(group);
            if (failure != null && !closed) {
                waiting.giveBack(group.stream()
                        .filter(append -> append.earlyRecords() > 0)
                        .toList());
                group = group.stream()
                        .filter(append -> append.earlyRecords() == 0)
                        .toList();
            }
            brokeOff = false;
        } finally {
            if (brokeOff) {
                failure = new IOException("Cannot append: the log's thread broke off");
            }
            waiting.settle(group);
            writing.unlock();
            if (failure == null) {
                markDirty();
            }
            tell(group, failure);
        }
    }

    private @Nullable IOException written(List<Append> group) {
        IOException refused = refusing;
        if (shut || refused != null) {
            return new IOException(
                    refused == null
                            ? "Cannot append: the log is closed"
                            : "Cannot append: the disk fails: " + refused.getMessage(),
                    refused);
        }
        long before = segments.bytesOnDisk();
        long bytes = 0;
        for (Append append : group) {
            bytes += append.frames().length;
        }
        if (before + bytes > settings.maxBytes()) {
            full = true;
            return LogFullException.onDisk(before, settings.maxBytes());
        }
        try {
            segments.write(group);
            writes.increment();
            full = false;
            return null;
        } catch (IOException e) {
            refuse(e);
            return e;
        }
    }

    private void refuse(IOException reason) {
        if (refusing == null) {
            LOG.error("wal refuses records directory={} reason={}", settings.directory(), reason.toString());
        }
        refusing = reason;
        LockSupport.unpark(forcer);
    }

    private void tell(List<Append> group, @Nullable IOException failure) {
        for (Append append : group) {
            if (failure == null) {
                appends.add(append.requests());
                append.durable();
            } else {
                failures.add(append.requests());
                append.failed(failure);
            }
        }
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            LockSupport.unpark(forcer);
        }
    }

    /** Seals the segment that is being written, if it holds records. */
    public void seal() {
        locked(segments::seal);
        markDirty();
    }

    private void locked(Runnable change) {
        writing.lock();
        try {
            change.run();
        } finally {
            writing.unlock();
        }
        if (settings.durability() == Durability.WRITTEN) {
            lead();
        } else {
            wakeWriter();
        }
    }

    /** Segments that take no more records and have not been released, in the order in which they were written. */
    public List<SealedSegment> sealedSegments() {
        return segments.sealedSegments();
    }

    /** The records of a sealed segment. */
    public SegmentContent content(SealedSegment segment) throws IOException {
        return content(segment, new byte[(int) segment.bytes()]);
    }

    /**
     * The records of a sealed segment, in an array of at least its size that is used again: a large one for each segment
     * would be most of what a collection of garbage has to move. The content is lost when the array is used again.
     */
    public SegmentContent content(SealedSegment segment, byte[] space) throws IOException {
        int read = storage.read(segment.name(), space);
        return SegmentContent.of(segment.header(), space, (int) Math.min(read, segment.bytes()));
    }

    /** Keeps bytes of a sealed segment for whoever repairs what is wrong with them, in a file beside it. */
    public void keepAside(SealedSegment segment, byte[] bytes) throws IOException {
        String name = segment.name() + ".unreadable";
        storage.delete(name);
        LogStorage.LogFile file = storage.create(name);
        try {
            file.write(ByteBuffer.wrap(bytes));
            file.force();
        } finally {
            file.close();
        }
        storage.forceNames();
    }

    /** Removes a sealed segment, whose records are safe elsewhere; its file may become another's. */
    public void release(SealedSegment segment) throws IOException {
        segments.release(segment);
        if (full) {
            locked(() -> full = false);
        }
    }

    /** Whether appends are refused at this moment. */
    public boolean isFailing() {
        return !isTaking();
    }

    /** What is promised of an acknowledged record. */
    public Durability durability() {
        return settings.durability();
    }

    /** What happened since the log was opened. */
    public WalStatistics statistics() {
        return new WalStatistics(
                appends.sum(),
                writes.sum(),
                failures.sum(),
                unforcedSegments.sum(),
                segments.bytesOnDisk(),
                waiting.bytes(),
                recovery.tornBytes(),
                recovery.damagedFrames());
    }

    /* The thread of SYNC and ASYNC. */
    private void write() {
        while (!closed) {
            if (hasWork()) {
                writing.lock();
                guarded(this::serveAndUnlock);
            } else {
                idle = true;
                if (!hasWork() && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    /* The thread that forces what was written, closes what is sealed, and probes a disk that failed. */
    private void force() {
        while (!closed) {
            if (refusing != null) {
                LockSupport.parkNanos(this, PROBE_EVERY);
                guarded(this::probe);
            } else if (dirty) {
                LockSupport.parkNanos(this, settings.forceWithin().toNanos());
                dirty = false;
                guarded(this::forceAll);
            } else {
                LockSupport.park(this);
            }
        }
    }

    /* A thread of the log must not end: nobody would be answered any more. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("wal thread broke off, goes on", e);
            locked(() -> refuse(new IOException("the log's thread broke off", e)));
        }
    }

    private void probe() {
        if (!closed) {
            try {
                probe.check();
                locked(() -> refusing = null);
                LOG.info("wal takes records again directory={}", settings.directory());
            } catch (IOException e) {
                LOG.debug("wal probe failed reason={}", e.getMessage());
            }
        }
    }

    private void forceAll() {
        if (settings.durability() != Durability.SYNC) {
            try {
                segments.forceOpen();
            } catch (SegmentWriter.ForceFailedException e) {
                unforcedSegments.increment();
                locked(() -> {
                    segments.giveUp(e.segment());
                    refuse(e);
                });
            }
        }
        List<IOException> unforced = segments.forceRetired();
        if (!unforced.isEmpty()) {
            unforcedSegments.add(unforced.size());
            locked(() -> refuse(unforced.get(0)));
        }
    }

    /** Writes and forces what waits, seals the segment and stops; appends that come later fail. */
    @Override
    public void close() {
        closed = true;
        spares.close();
        join(forcer);
        if (settings.durability() != Durability.WRITTEN) {
            join(writer);
        }
        boolean more = true;
        while (more) {
            writing.lock();
            if (waiting.isEmpty()) {
                more = false;
                segments.close();
                shut = true;
                writing.unlock();
            } else {
                // Whether or not the disk failed: this is the last attempt.
                refusing = null;
                full = false;
                serveAndUnlock();
            }
        }
        unforcedSegments.add(segments.forceRetired().size());
        lead();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            LockSupport.unpark(thread);
            try {
                thread.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
