package dev.perennial.serving.log;

import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.serving.wal.SealedSegment;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries sealed segments of a write-ahead log to the object store as Parquet and releases them there. One segment after
 * the other in the order of writing; of each, the labels first, then the predictions, hours ascending: whoever sees a
 * gateway's newest prediction may rely on all that it logged before being there. Tries for ever.
 */
public final class LogShipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
    private static final Duration LONGEST_TICK = Duration.ofMillis(500);

    private final WriteAheadLog log;
    private final ObjectStore store;
    private final ShipperSettings settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock shipping = new ReentrantLock();
    private final LongAdder segments = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final Thread thread;

    private LogShipper(WriteAheadLog log, ObjectStore store, ShipperSettings settings) {
        this.log = log;
        this.store = store;
        this.settings = settings;
        thread = new Thread(this::run, "log-shipper");
        thread.setDaemon(true);
    }

    /** Begins to ship, at first what earlier starts left. */
    public static LogShipper start(WriteAheadLog log, ObjectStore store, ShipperSettings settings) {
        LogShipper shipper = new LogShipper(log, store, settings);
        shipper.thread.start();
        return shipper;
    }

    private void run() {
        Duration tick = settings.flushEvery().compareTo(LONGEST_TICK) < 0 ? settings.flushEvery() : LONGEST_TICK;
        long sealedAt = System.nanoTime();
        Duration pause = settings.firstRetryAfter();
        while (!stopped(tick)) {
            if (System.nanoTime() - sealedAt >= settings.flushEvery().toNanos()) {
                log.seal();
                sealedAt = System.nanoTime();
            }
            if (shipAll()) {
                pause = settings.firstRetryAfter();
            } else {
                stopped(pause);
                pause = pause.multipliedBy(2).compareTo(settings.lastRetryAfter()) > 0
                        ? settings.lastRetryAfter()
                        : pause.multipliedBy(2);
            }
        }
    }

    private boolean stopped(Duration wait) {
        try {
            return stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Seals and ships everything that is in the log now; false if the store did not take it all. */
    public boolean flush() {
        log.seal();
        return shipAll();
    }

    private boolean shipAll() {
        shipping.lock();
        try {
            for (SealedSegment segment : log.sealedSegments()) {
                ship(segment);
            }
            return true;
        } catch (StoreUnavailableException | IOException e) {
            failures.increment();
            LOG.warn("log not shipped, will try again reason={}", e.getMessage());
            return false;
        } finally {
            shipping.unlock();
        }
    }

    private void ship(SealedSegment segment) throws IOException {
        SegmentFiles content;
        try {
            Optional<SegmentContent> read = SegmentContent.read(segment.file());
            if (read.isEmpty()) {
                setAside(segment, "its header is damaged");
                return;
            }
            content = new SegmentFiles(read.get());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            setAside(segment, e.toString());
            return;
        }
        Files.createDirectories(settings.scratch());
        Path scratch = settings.scratch().resolve("outgoing.parquet");
        for (SegmentFiles.LogFile file : content.files()) {
            file.content().writeTo(scratch);
            CreateOutcome outcome = store.create(file.key(), scratch);
            if (outcome == CreateOutcome.CONFLICT) {
                // The name is this segment's alone: another release wrote the same rows as other bytes.
                LOG.warn("log file already there key={}", file.key());
            }
            files.increment();
        }
        Files.deleteIfExists(scratch);
        log.release(segment);
        segments.increment();
    }

    /* Records with a sound checksum that cannot be understood are a defect; they are kept for whoever repairs it. */
    private void setAside(SealedSegment segment, String reason) throws IOException {
        Path aside = segment.file().resolveSibling(segment.file().getFileName() + ".unreadable");
        Files.move(segment.file(), aside, StandardCopyOption.REPLACE_EXISTING);
        log.release(segment);
        unreadable.increment();
        LOG.error("segment set aside file={} reason={}", aside, reason);
    }

    /** What happened since the start. */
    public ShipperStatistics statistics() {
        return new ShipperStatistics(segments.sum(), files.sum(), failures.sum(), unreadable.sum());
    }

    /** Stops after the object that is on its way; what is left is shipped after the next start. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
