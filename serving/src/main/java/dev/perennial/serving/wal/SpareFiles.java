package dev.perennial.serving.wal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of released segments that later segments are written into. Their blocks are taken and their pages in memory, which
 * costs a request that has to grow a file more than its own bytes do. A spare file holds zeros and nothing else, whatever
 * happens to the machine: it loses its old name for good before the first zero is written, and is spare only once the last
 * is forced. Few, and only files as long as a segment may be; a thread of its own clears them. Thread-safe.
 */
final class SpareFiles implements AutoCloseable {
    /* One to go on with while another is being cleared. */
    private static final int MOST = 2;
    private static final String PREFIX = "spare-";
    private static final Logger LOG = LoggerFactory.getLogger(SpareFiles.class);

    private final LogStorage storage;
    private final long least;
    private final Queue<String> released = new ArrayDeque<>(); // guarded by this
    private final Queue<Spare> spares = new ArrayDeque<>(); // guarded by this
    private int held; // guarded by this
    private long count; // guarded by this
    private boolean closed; // guarded by this
    private final Thread cleaner = new Thread(this::clear, "wal-cleaner");

    /** Of files of at least so many bytes. */
    SpareFiles(LogStorage storage, long least) {
        this.storage = storage;
        this.least = least;
        cleaner.setDaemon(true);
    }

    void start() {
        cleaner.start();
    }

    /** A file of zeros. */
    record Spare(String name, long length) {}

    /** Removes what earlier starts left, cleared or not. */
    static void removeAll(LogStorage storage) throws IOException {
        for (String name : storage.names()) {
            if (name.startsWith(PREFIX)) {
                storage.delete(name);
            }
        }
    }

    /** Removes a released segment's file from the log: keeps it to be cleared if it is wanted, or else deletes it. */
    void take(SealedSegment segment) throws IOException {
        String name = wanted(segment.bytes());
        if (name == null) {
            storage.delete(segment.name());
            return;
        }
        try {
            storage.rename(segment.name(), name);
        } catch (IOException e) {
            LOG.warn("wal released file not kept segment={} reason={}", segment.name(), e.getMessage());
            forget();
            storage.delete(segment.name());
            return;
        }
        synchronized (this) {
            released.add(name);
            notifyAll();
        }
    }

    private synchronized @Nullable String wanted(long bytes) {
        if (closed || bytes < least || held == MOST) {
            return null;
        }
        held++;
        return PREFIX + ++count;
    }

    private synchronized void forget() {
        held--;
    }

    private void clear() {
        try {
            for (String name = next(); name != null; name = next()) {
                clear(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clear(String name) {
        try {
            // Else the old name might be back after a loss of power, with some of its records and zeros for others.
            storage.forceNames();
            add(new Spare(name, storage.clear(name)));
        } catch (IOException | RuntimeException e) {
            LOG.warn("wal released file not cleared, removed file={} reason={}", name, e.toString());
            forget();
            delete(name);
        }
    }

    /* Waits for one; null once there will be none. */
    private synchronized @Nullable String next() throws InterruptedException {
        while (released.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : released.remove();
    }

    private synchronized void add(Spare spare) {
        spares.add(spare);
    }

    /** A file to write a segment into, which is the caller's from now on; null if there is none. */
    synchronized @Nullable Spare poll() {
        Spare spare = spares.poll();
        if (spare != null) {
            held--;
        }
        return spare;
    }

    /** Keeps no more files, and removes those that wait. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (cleaner.isAlive()) {
            try {
                cleaner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            released.forEach(this::delete);
            spares.forEach(spare -> delete(spare.name()));
            released.clear();
            spares.clear();
        }
    }

    private void delete(String name) {
        try {
            storage.delete(name);
        } catch (IOException e) {
            LOG.warn("wal spare file not removed file={} reason={}", name, e.getMessage());
        }
    }
}
