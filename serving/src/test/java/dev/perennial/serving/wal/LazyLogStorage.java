package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps what it was told to force and, when the power goes, loses or garbles the rest: bytes that
 * were not forced, files whose names were not. A force that fails forgets its bytes, and later forces say that all is
 * well, as Linux does.
 */
final class LazyLogStorage implements LogStorage {
    private final SortedMap<String, Content> names;
    private final SortedMap<String, Content> forcedNames;
    private long room = Long.MAX_VALUE;
    private int failingForces;
    private int refusedWrites;
    private boolean outOfMemory;
    private boolean keepsLengths;
    private int failedForces;
    private int overwritten;
    private volatile int halfCleared;
    private @Nullable CountDownLatch stall;

    LazyLogStorage() {
        this(new TreeMap<>());
    }

    private LazyLogStorage(SortedMap<String, Content> files) {
        names = files;
        forcedNames = new TreeMap<>(files);
    }

    /** From now on at most so many bytes more can be written, deleted files not counted back. */
    synchronized void roomFor(long bytes) {
        room = bytes;
    }

    synchronized void failForces(int times) {
        failingForces = times;
    }

    /** The next write finds no memory for its buffer. */
    synchronized void runOutOfMemory() {
        outOfMemory = true;
    }

    /** No file becomes shorter from now on. */
    synchronized void keepLengths() {
        keepsLengths = true;
    }

    /** How many writes ended before their last byte. */
    synchronized int refusedWrites() {
        return refusedWrites;
    }

    synchronized int failedForces() {
        return failedForces;
    }

    /** How many files were written a second time. */
    synchronized int overwritten() {
        return overwritten;
    }

    /** How many files were cleared by half, or wholly. */
    int halfCleared() {
        return halfCleared;
    }

    /** Every write waits from now on, and every clearing in its middle. */
    synchronized void stall() {
        stall = new CountDownLatch(1);
    }

    synchronized void goOn() {
        if (stall != null) {
            stall.countDown();
            stall = null;
        }
    }

    /** What is left after a kill of the process: everything that was written. */
    synchronized LazyLogStorage afterKill() {
        SortedMap<String, Content> left = new TreeMap<>();
        names.forEach((name, content) -> left.put(name, new Content(content.bytes.clone(), content.forced)));
        LazyLogStorage storage = new LazyLogStorage(left);
        storage.forcedNames.keySet().retainAll(forcedNames.keySet());
        return storage;
    }

    /** What is left after a loss of power: what was forced, and any part of the rest, sound or not. */
    synchronized LazyLogStorage afterPowerLoss(SplittableRandom random) {
        SortedMap<String, Content> left = new TreeMap<>();
        forcedNames.forEach((name, content) -> {
            int unforced = Math.max(0, content.bytes.length - content.forced.length);
            byte[] kept = content.forced.clone();
            for (int at = 0; at < Math.min(kept.length, content.bytes.length); at++) {
                // What was written over forced zeros and not forced itself may be there, or not, or be anything.
                if (kept[at] != content.bytes[at] && random.nextBoolean()) {
                    kept[at] = random.nextInt(64) == 0 ? (byte) random.nextInt() : content.bytes[at];
                }
            }
            int length = content.forced.length + (unforced == 0 ? 0 : random.nextInt(unforced + 1));
            byte[] bytes = Arrays.copyOf(kept, length);
            for (int at = content.forced.length; at < length; at++) {
                bytes[at] = random.nextInt(64) == 0 ? (byte) random.nextInt() : content.bytes[at];
            }
            left.put(name, new Content(bytes, bytes));
        });
        return new LazyLogStorage(left);
    }

    /** Whether the text would be there after a loss of power at this moment. */
    synchronized boolean hasForced(String text) {
        return forcedNames.values().stream()
                .anyMatch(content ->
                        new String(content.forced, java.nio.charset.StandardCharsets.ISO_8859_1).contains(text));
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new IOException("Cannot create " + name + ": it is there");
        }
        Content content = new Content(new byte[0], new byte[0]);
        names.put(name, content);
        return new OpenFile(content);
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        return content(name).bytes;
    }

    private Content content(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) {
            throw new IOException("Cannot find " + name);
        }
        return content;
    }

    @Override
    public synchronized void cut(String name, long length) throws IOException {
        Content content = content(name);
        content.bytes = Arrays.copyOf(content.bytes, (int) length);
        force(content);
    }

    @Override
    public synchronized void force(String name) throws IOException {
        force(content(name));
    }

    private void force(Content content) throws IOException {
        if (failingForces > 0) {
            failingForces--;
            failedForces++;
            content.loseUnforced();
            throw new IOException("the disk does not confirm (test)");
        }
        byte[] forced = content.bytes.clone();
        content.lost.stream()
                .filter(at -> at < forced.length)
                .forEach(at -> forced[at] = at < content.forced.length ? content.forced[at] : 0);
        content.forced = forced;
    }

    @Override
    public synchronized void delete(String name) {
        names.remove(name);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Content content = content(from);
        if (names.containsKey(to)) {
            throw new IOException("Cannot rename " + from + " to " + to + ": it is there");
        }
        names.remove(from);
        names.put(to, content);
    }

    /* In steps, between which the power may go. */
    @Override
    public long clear(String name) throws IOException {
        int length = fill(name, 0.5);
        noteHalf();
        awaitStall();
        fill(name, 1);
        force(name);
        return length;
    }

    private synchronized void noteHalf() {
        halfCleared++;
    }

    private synchronized int fill(String name, double part) throws IOException {
        Content content = content(name);
        Arrays.fill(content.bytes, 0, (int) (part * content.bytes.length), (byte) 0);
        return content.bytes.length;
    }

    @Override
    public synchronized LogFile overwrite(String name) throws IOException {
        Content content = content(name);
        content.end = 0;
        overwritten++;
        return new OpenFile(content);
    }

    @Override
    public synchronized void forceNames() {
        forcedNames.clear();
        forcedNames.putAll(names);
    }

    private synchronized void write(Content content, ByteBuffer source) throws IOException {
        if (outOfMemory) {
            outOfMemory = false;
            throw new OutOfMemoryError("no buffer (test)");
        }
        int wanted = content.end + source.remaining();
        grow(content, wanted);
        int length = Math.min(content.bytes.length, wanted) - content.end;
        source.get(content.bytes, content.end, length);
        content.lost.clear(content.end, content.end + length);
        content.end += length;
        if (source.hasRemaining()) {
            refusedWrites++;
            throw new IOException("no space left (test)");
        }
    }

    private synchronized void reserve(Content content, long length) throws IOException {
        grow(content, (int) length);
        if (content.bytes.length < length) {
            throw new IOException("no space left to reserve (test)");
        }
    }

    /* As far as there is room. */
    private void grow(Content content, int length) {
        int more = (int) Math.min(room, Math.max(0, length - content.bytes.length));
        content.bytes = Arrays.copyOf(content.bytes, content.bytes.length + more);
        room -= room == Long.MAX_VALUE ? 0 : more;
    }

    private void awaitStall() throws IOException {
        CountDownLatch latch = stalled();
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private synchronized @Nullable CountDownLatch stalled() {
        return stall;
    }

    private static final class Content {
        private byte[] bytes;
        private byte[] forced;
        private int end;
        private final BitSet lost = new BitSet();

        private Content(byte[] bytes, byte[] forced) {
            this.bytes = bytes;
            this.forced = forced;
            end = bytes.length;
        }

        private void loseUnforced() {
            for (int at = 0; at < bytes.length; at++) {
                if (at >= forced.length || bytes[at] != forced[at]) {
                    lost.set(at);
                }
            }
        }
    }

    private final class OpenFile implements LogFile {
        private final Content content;

        private OpenFile(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            awaitStall();
            LazyLogStorage.this.write(content, bytes);
        }

        @Override
        public void reserve(long length) throws IOException {
            LazyLogStorage.this.reserve(content, length);
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (LazyLogStorage.this) {
                if (keepsLengths) {
                    throw new IOException("the file keeps its length (test)");
                }
                content.bytes = Arrays.copyOf(content.bytes, (int) length);
                content.end = (int) length;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (LazyLogStorage.this) {
                LazyLogStorage.this.force(content);
            }
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
