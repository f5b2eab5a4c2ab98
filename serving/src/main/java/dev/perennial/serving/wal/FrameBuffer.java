package dev.perennial.serving.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A reusable buffer in which records are encoded and framed as they will stand in a segment: length, CRC-32C, type,
 * payload. Numbers are big-endian. Not thread-safe; one per thread.
 */
public final class FrameBuffer {
    /** The bytes before a frame's type: its length and checksum. */
    static final int PREFIX = 2 * Integer.BYTES;

    private static final int NO_FRAME = -1;
    private static final int NULL_TEXT = 0xFFFF;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[1024];
    private int size;
    private int frameStart = NO_FRAME;

    /** Begins a record of this type; what is put until {@link #end} is its payload. */
    public FrameBuffer begin(byte type) {
        if (frameStart != NO_FRAME) {
            throw new IllegalStateException("Cannot begin a frame: the one at byte " + frameStart + " is still open");
        }
        frameStart = size;
        room(PREFIX + 1);
        size += PREFIX;
        bytes[size++] = type;
        return this;
    }

    /** Ends the record and seals it with its length and checksum. */
    public void end() {
        int body = frameStart + PREFIX;
        crc.reset();
        crc.update(bytes, body, size - body);
        INTS.set(bytes, frameStart, size - body);
        INTS.set(bytes, frameStart + Integer.BYTES, (int) crc.getValue());
        frameStart = NO_FRAME;
    }

    /** Takes the finished records and empties the buffer. */
    public byte[] take() {
        return takeAfter(new byte[0]);
    }

    /** Takes other records and, behind them, the finished ones, and empties the buffer. */
    public byte[] takeAfter(byte[] others) {
        int finished = frameStart == NO_FRAME ? size : frameStart;
        byte[] taken = Arrays.copyOf(others, others.length + finished);
        System.arraycopy(bytes, 0, taken, others.length, finished);
        reset();
        return taken;
    }

    /** Forgets everything, an unfinished record included. */
    public void reset() {
        size = 0;
        frameStart = NO_FRAME;
    }

    public FrameBuffer putByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public FrameBuffer putInt(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    public FrameBuffer putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    public FrameBuffer putDouble(double value) {
        return putLong(Double.doubleToRawLongBits(value));
    }

    public FrameBuffer putBytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** A text of less than 65,535 bytes in UTF-8, or null. */
    public FrameBuffer putText(@Nullable String value) {
        if (value == null) {
            return putByte(NULL_TEXT >>> 8).putByte(NULL_TEXT);
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        if (encoded.length >= NULL_TEXT) {
            throw new IllegalArgumentException(
                    "Invalid text: " + encoded.length + " bytes, expected less than " + NULL_TEXT);
        }
        return putByte(encoded.length >>> 8).putByte(encoded.length).putBytes(encoded);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
