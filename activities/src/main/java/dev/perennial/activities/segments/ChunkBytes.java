package dev.perennial.activities.segments;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The bytes of one column chunk, read ahead a little at a time into one buffer: page headers are parsed from it as from a
 * stream, pages are taken from it where they lie. The buffer outlives the chunk and grows to the largest page.
 */
final class ChunkBytes extends InputStream {
    private static final int READ_AHEAD = 1 << 16;

    private final FileChannel channel;
    private byte[] buffer = new byte[READ_AHEAD];
    private long nextInFile;
    private long endInFile;
    private int at;
    private int limit;

    ChunkBytes(FileChannel channel) {
        this.channel = channel;
    }

    /** Goes to another chunk. */
    void open(long start, long end) {
        nextInFile = start;
        endInFile = end;
        at = 0;
        limit = 0;
    }

    /** Whether all bytes of the chunk were taken. */
    boolean exhausted() {
        return at == limit && nextInFile >= endInFile;
    }

    /** Makes the next bytes stand in {@link #buffer} one after another, and takes them: where they begin. */
    int take(int length) throws IOException {
        if (limit - at < length) {
            fill(length);
        }
        int start = at;
        at += length;
        return start;
    }

    byte[] buffer() {
        return buffer;
    }

    @Override
    public int read() throws IOException {
        if (exhausted()) {
            return -1;
        }
        return buffer[take(1)] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (exhausted()) {
            return -1;
        }
        if (at == limit) {
            fill(1);
        }
        int taken = Math.min(length, limit - at);
        System.arraycopy(buffer, at, into, offset, taken);
        at += taken;
        return taken;
    }

    private void fill(int wanted) throws IOException {
        int kept = limit - at;
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(wanted, Math.min(Integer.MAX_VALUE - 8, 2 * wanted)));
        }
        System.arraycopy(buffer, at, buffer, 0, kept);
        at = 0;
        limit = kept;
        long most =
                Math.min(endInFile - nextInFile, Math.max(wanted - kept, Math.min(READ_AHEAD, buffer.length - kept)));
        ByteBuffer target = ByteBuffer.wrap(buffer, kept, (int) Math.max(0, most));
        while (target.hasRemaining()) {
            int read = channel.read(target, nextInFile);
            if (read < 0) {
                break;
            }
            nextInFile += read;
            limit += read;
        }
        if (limit < wanted) {
            throw new EOFException("a page ends after " + limit + " of " + wanted + " bytes");
        }
    }
}
