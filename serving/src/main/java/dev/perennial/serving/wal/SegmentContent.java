package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of a segment file, in the order in which they were written. A frame that is cut off or whose checksum does
 * not fit ends the file (a torn tail, never acknowledged), unless a sound frame follows it: then only that one frame is
 * damaged and the rest is kept.
 */
public final class SegmentContent {
    private final SegmentHeader header;
    private final byte[] file;
    private final List<Frame> frames;
    private final int end;
    private final int damaged;

    private SegmentContent(SegmentHeader header, byte[] file, List<Frame> frames, int end, int damaged) {
        this.header = header;
        this.file = file;
        this.frames = frames;
        this.end = end;
        this.damaged = damaged;
    }

    /** Reads a segment; empty if the file ends within its header or does not begin with one. */
    public static Optional<SegmentContent> read(Path path) throws IOException {
        byte[] file = Files.readAllBytes(path);
        return SegmentHeader.decode(file).map(header -> scan(header, file));
    }

    private static SegmentContent scan(SegmentHeader header, byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        List<Frame> frames = new ArrayList<>();
        int damaged = 0;
        int end = header.size();
        int at = end;
        while (fits(in, at)) {
            int length = in.getInt(at);
            int next = at + FrameBuffer.PREFIX + length;
            if (sound(file, in, at)) {
                frames.add(new Frame(file[at + FrameBuffer.PREFIX], at + FrameBuffer.PREFIX + 1, length - 1));
                end = next;
            } else if (fits(in, next) && sound(file, in, next)) {
                damaged++;
            } else {
                break;
            }
            at = next;
        }
        return new SegmentContent(header, file, List.copyOf(frames), end, damaged);
    }

    private static boolean fits(ByteBuffer in, int at) {
        if (in.capacity() - at < FrameBuffer.PREFIX) {
            return false;
        }
        int length = in.getInt(at);
        return length >= 1 && length <= in.capacity() - at - FrameBuffer.PREFIX;
    }

    private static boolean sound(byte[] file, ByteBuffer in, int at) {
        CRC32C crc = new CRC32C();
        crc.update(file, at + FrameBuffer.PREFIX, in.getInt(at));
        return in.getInt(at + Integer.BYTES) == (int) crc.getValue();
    }

    public SegmentHeader header() {
        return header;
    }

    public List<Frame> frames() {
        return frames;
    }

    /** The payload of a frame, read-only, positioned at its start. */
    public ByteBuffer payload(Frame frame) {
        return ByteBuffer.wrap(file, frame.offset(), frame.length()).slice().asReadOnlyBuffer();
    }

    /** How many bytes at the end belong to no sound frame. */
    public int tornBytes() {
        return file.length - end;
    }

    /** How many frames within the file are damaged. */
    public int damagedFrames() {
        return damaged;
    }

    int soundLength() {
        return end;
    }

    /** Where a record's payload lies in its segment. */
    public record Frame(byte type, int offset, int length) {}
}
