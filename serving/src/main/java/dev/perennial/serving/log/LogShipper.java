package dev.perennial.serving.log;

import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.serving.wal.SealedSegment;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
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
    /* By what the space for a segment grows: segments differ by a few records. */
    private static final int PIECE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
    /* Segments that may wait, the one in work included, before shipping takes all the processor that it can get. */
    private static final int MOST_WAITING = 2;
    private static final Duration LONGEST_TICK = Duration.ofMillis(500);

    private final WriteAheadLog log;
    private final ObjectStore store;
    private final ShipperSettings settings;
    private final Runnable pairings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock shipping = new ReentrantLock();
    private byte[] space = {}; // guarded by shipping
    private final LongAdder segments = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final Pace pace;
    private final Thread thread;

    private LogShipper(WriteAheadLog log, ObjectStore store, ShipperSettings settings, Runnable pairings) {
        this.log = log;
        this.store = store;
        this.settings = settings;
        this.pairings = pairings;
        pace = new Pace(() -> log.sealedSegments().size() > MOST_WAITING);
        thread = new Thread(this::run, "log-shipper");
        thread.setDaemon(true);
    }

    /**
     * Begins to ship, at first what earlier starts left. {@code pairings} returns when the pairings of all predictions
     * that are in the log are there too, or will never be.
     */
    public static LogShipper start(WriteAheadLog log, ObjectStore store, ShipperSettings settings, Runnable pairings) {
        LogShipper shipper = new LogShipper(log, store, settings, pairings);
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
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Whatever it is: a shipper that ends lets the log run full, and one that goes on may find it mended.
            failures.increment();
            LOG.warn("log not shipped, will try again reason={}", e.toString());
            return false;
        } finally {
            shipping.unlock();
        }
    }

    private void ship(SealedSegment segment) throws IOException {
        if (space.length < segment.bytes()) {
            space = new byte[(int) (segment.bytes() / PIECE + 1) * PIECE];
        }
        SegmentContent content = log.content(segment, space);
        SegmentFiles parquet = new SegmentFiles(content, pace);
        if (parquet.lacksPairings()) {
            seekPairings(segment, parquet);
        }
        if (!parquet.unreadable().isEmpty()) {
            log.keepAside(segment, content.only(parquet.unreadable()));
        }
        for (SegmentFiles.LogFile file : parquet.files()) {
            upload(file);
        }
        log.release(segment);
        segments.increment();
        if (!parquet.unreadable().isEmpty()) {
            unreadable.add(parquet.unreadable().size());
            LOG.error(
                    "records set aside segment={} count={}",
                    segment.name(),
                    parquet.unreadable().size());
        }
    }

    /* The seal may have fallen between a prediction and what the other version made of it: that is in a later segment. */
    private void seekPairings(SealedSegment segment, SegmentFiles parquet) throws IOException {
        pairings.run();
        log.seal();
        boolean later = false;
        for (SealedSegment other : log.sealedSegments()) {
            if (later && parquet.lacksPairings()) {
                parquet.pairFrom(log.content(other));
            }
            later |= other.name().equals(segment.name());
        }
    }

    private void upload(SegmentFiles.LogFile file) throws IOException {
        byte[] bytes = file.bytes();
        if (create(file.key(), bytes, file) == Standing.OTHERS) {
            // Two gateways share a name: a data directory was copied, or went back to an older state.
            foreign.increment();
            LOG.error("log name taken by others' records key={} insteadOf={}", file.keyBeside(), file.key());
            if (create(file.keyBeside(), bytes, file) == Standing.OTHERS) {
                throw new IOException("Cannot upload " + file.key() + ": other records stand there, and beside it too");
            }
        }
        files.increment();
    }

    private Standing create(String key, byte[] bytes, SegmentFiles.LogFile file) throws IOException {
        if (store.create(key, bytes) != CreateOutcome.CONFLICT) {
            return Standing.OURS;
        }
        byte[] standing = store.read(key)
                .orElseThrow(() -> new IOException("Cannot compare " + key + ": it was there and is gone"));
        return RecordDigest.mayBeOf(standing, file.records()) ? Standing.OURS : Standing.OTHERS;
    }

    /* Whose records the object holds. */
    private enum Standing {
        OURS,
        OTHERS
    }

    /** What happened since the start. */
    public ShipperStatistics statistics() {
        return new ShipperStatistics(segments.sum(), files.sum(), failures.sum(), unreadable.sum(), foreign.sum());
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
