package dev.perennial.serving.wal;

import dev.perennial.registry.Digest;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.zip.CRC32C;

/**
 * The records of a segment file, in the order in which they were written. What does not fit its checksum is left out, and
 * reading goes on at the next frame that does; what follows the last sound frame is the torn tail.
 */
public final class SegmentContent {
    private static final int DIGEST_BYTES = 1 << 18;

    private final SegmentHeader header;
    private final byte[] file;
    private final int length;
    private final Places frames;
    private final int end;
    private final int damaged;

    private SegmentContent(SegmentHeader header, byte[] file, int length, Places frames, int end, int damaged) {
        this.header = header;
        this.file = file;
        this.length = length;
        this.frames = frames;
        this.end = end;
        this.damaged = damaged;
    }

    /** The content of a segment file; empty if it ends within its header or its header is damaged. */
    public static Optional<SegmentContent> of(byte[] file) {
        return SegmentHeader.decode(file).map(header -> of(header, file));
    }

    /** The content of a file whose header is known from elsewhere and may be damaged. */
    static SegmentContent of(SegmentHeader header, byte[] file) {
        return of(header, file, file.length);
    }

    /** The content of a file that is the beginning of this array, which must not change as long as the content is used. */
    static SegmentContent of(SegmentHeader header, byte[] space, int length) {
        return new Scan(space, length).content(header);
    }

    public SegmentHeader header() {
        return header;
    }

    /** Where the records lie; each is an object only while it is looked at, of which there may be a hundred thousand. */
    public List<Frame> frames() {
        return frames;
    }

    /** The payload of a frame, read-only, positioned at its start. */
    public ByteBuffer payload(Frame frame) {
        return ByteBuffer.wrap(file, frame.offset(), frame.length()).slice().asReadOnlyBuffer();
    }

    /** A segment file of these frames alone. */
    public byte[] only(List<Frame> chosen) {
        int size = header.size();
        for (Frame frame : chosen) {
            size += frame.offset() + frame.length() - start(frame);
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(header.encoded());
        for (Frame frame : chosen) {
            out.put(file, start(frame), frame.offset() + frame.length() - start(frame));
        }
        return out.array();
    }

    /** The digest of {@link #only}; calls back after every few hundred kilobytes. */
    public Digest digest(List<Frame> chosen, Runnable between) {
        Digest.Summing sum = Digest.summing().add(header.encoded());
        int from = 0;
        int to = 0;
        for (Frame frame : chosen) {
            if (start(frame) != to || to - from > DIGEST_BYTES) {
                sum.add(file, from, to - from);
                from = start(frame);
                between.run();
            }
            to = frame.offset() + frame.length();
        }
        return sum.add(file, from, to - from).digest();
    }

    /* Where a frame begins in the file, length and checksum included. */
    private static int start(Frame frame) {
        return frame.offset() - FrameBuffer.PREFIX - 1;
    }

    /** How many bytes at the end belong to no sound frame; zeros at the very end are room that was not needed. */
    public int tornBytes() {
        int last = length;
        while (last > end && file[last - 1] == 0) {
            last--;
        }
        return last - end;
    }

    /** In how many places within the file something stands that is no sound frame. */
    public int damagedFrames() {
        return damaged;
    }

    int soundLength() {
        return end;
    }

    /** Where a record's payload lies in its segment. */
    public record Frame(byte type, int offset, int length) {}

    /* Two numbers a frame, in the order in which they were added. */
    private static final class Places extends AbstractList<Frame> implements RandomAccess {
        private final byte[] file;
        private int[] bounds = new int[1024];
        private int size;

        private Places(byte[] file) {
            this.file = file;
        }

        private void add(int body, int length) {
            if (2 * size == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * size] = body;
            bounds[2 * size + 1] = length;
            size++;
        }

        @Override
        public Frame get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            int body = bounds[2 * index];
            return new Frame(file[body], body + 1, bounds[2 * index + 1] - 1);
        }

        @Override
        public int size() {
            return size;
        }
    }

    private static final class Scan {
        /*
         * After damage a length cannot be trusted, even one that leads to a sound frame: it may lead past others. So every
         * offset may be the next frame's. Bytes that look like lengths could make that quadratic; the search gives up
         * once it has checksummed this many times the file.
         */
        private static final int SEARCH = 16;

        private final byte[] file;
        private final int size;
        private final ByteBuffer in;
        private final CRC32C crc = new CRC32C();
        private long searchable;

        private Scan(byte[] file, int size) {
            this.file = file;
            this.size = size;
            in = ByteBuffer.wrap(file);
            searchable = (long) size * SEARCH;
        }

        private SegmentContent content(SegmentHeader header) {
            Places frames = new Places(file);
            int damaged = 0;
            int at = Math.min(header.size(), size);
            int end = at;
            while (at < size) {
                if (sound(at)) {
                    int body = at + FrameBuffer.PREFIX;
                    int length = in.getInt(at);
                    frames.add(body, length);
                    end = body + length;
                    at = end;
                } else {
                    at = nextSound(at);
                    damaged += at < size ? 1 : 0;
                }
            }
            return new SegmentContent(header, file, size, frames, end, damaged);
        }

        /* The offset of the first sound frame after a damaged one; the file's length if there is none. */
        private int nextSound(int damagedAt) {
            for (int at = damagedAt + 1; at <= size - FrameBuffer.PREFIX && searchable > 0; at++) {
                if (fits(at)) {
                    searchable -= in.getInt(at);
                    if (sound(at)) {
                        return at;
                    }
                }
            }
            return size;
        }

        private boolean fits(int at) {
            if (size - at < FrameBuffer.PREFIX) {
                return false;
            }
            int length = in.getInt(at);
            return length >= 1 && length <= size - at - FrameBuffer.PREFIX;
        }

        private boolean sound(int at) {
            if (!fits(at)) {
                return false;
            }
            crc.reset();
            crc.update(file, at + FrameBuffer.PREFIX, in.getInt(at));
            return in.getInt(at + Integer.BYTES) == (int) crc.getValue();
        }
    }
}
