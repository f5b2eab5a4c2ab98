package dev.perennial.activities.segments;

import java.io.IOException;
import java.util.Arrays;

/**
 * Whole numbers of a fixed width in Parquet's mix of repeated runs and bit-packed groups of eight: definition levels and
 * dictionary codes. Reads where the bytes lie; not thread-safe.
 */
final class RunLengths {
    private byte[] bytes = {};
    private int at;
    private int end;
    private int width;
    private int repeated;
    private int repeatedValue;
    private int packed;
    private long packedAt;

    /** Goes to other bytes. */
    void open(byte[] source, int from, int to, int bitsPerValue) throws IOException {
        if (bitsPerValue < 0 || bitsPerValue > 32) {
            throw new IOException("values of " + bitsPerValue + " bits, expected 0 to 32");
        }
        bytes = source;
        at = from;
        end = to;
        width = bitsPerValue;
        repeated = 0;
        packed = 0;
        packedAt = 0;
    }

    /** Skips so many values if the present run alone says that all of them are {@code value}; else does nothing. */
    boolean skipAll(int value, int count) throws IOException {
        if (repeated == 0 && packed == 0) {
            nextRun();
        }
        if (repeated < count || repeatedValue != value) {
            return false;
        }
        repeated -= count;
        return true;
    }

    /** Reads the next values. */
    void read(int[] into, int from, int count) throws IOException {
        int next = from;
        int until = from + count;
        while (next < until) {
            if (repeated == 0 && packed == 0) {
                nextRun();
            }
            if (repeated > 0) {
                int run = Math.min(repeated, until - next);
                Arrays.fill(into, next, next + run, repeatedValue);
                repeated -= run;
                next += run;
            } else {
                int run = Math.min(packed, until - next);
                unpack(into, next, run);
                packed -= run;
                next += run;
            }
        }
    }

    private void nextRun() throws IOException {
        if (width == 0) {
            repeated = Integer.MAX_VALUE;
            repeatedValue = 0;
            return;
        }
        long header = 0;
        for (int shift = 0; ; shift += 7) {
            int next = nextByte();
            header |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                break;
            }
            if (shift > 28) {
                throw new IOException("a run's header is longer than five bytes");
            }
        }
        long length = header >>> 1;
        if ((header & 1) == 0) {
            if (length == 0 || length > Integer.MAX_VALUE) {
                throw new IOException("a run of " + length + " values");
            }
            repeatedValue = 0;
            for (int shift = 0; shift < width; shift += 8) {
                repeatedValue |= nextByte() << shift;
            }
            repeated = (int) length;
        } else {
            long groupBytes = length * width;
            if (length == 0 || length * 8 > Integer.MAX_VALUE) {
                throw new IOException("a run of " + length + " packed groups");
            }
            packed = (int) (length * 8);
            packedAt = 8L * at;
            /* The last group may be cut off where the values end: what is missing is never asked for. */
            at = (int) Math.min(end, at + groupBytes);
        }
    }

    private void unpack(int[] into, int from, int count) throws IOException {
        long mask = (1L << width) - 1;
        long bit = packedAt;
        if (bit + (long) count * width > 8L * at) {
            throw new IOException("packed values end early");
        }
        byte[] source = bytes;
        int step = width;
        int index = from;
        int safe = Math.min(count, (int) Math.max(0, (8L * (source.length - 8) - bit) / step));
        for (int until = from + safe; index < until; index++) {
            long word = (long) LittleEndian.LONGS.get(source, (int) (bit >>> 3));
            into[index] = (int) ((word >>> (bit & 7)) & mask);
            bit += step;
        }
        for (int until = from + count; index < until; index++) {
            long word = 0;
            int first = (int) (bit >>> 3);
            for (int next = first; next < Math.min(source.length, first + 8); next++) {
                word |= (source[next] & 0xFFL) << (8 * (next - first));
            }
            into[index] = (int) ((word >>> (bit & 7)) & mask);
            bit += step;
        }
        packedAt = bit;
    }

    private int nextByte() throws IOException {
        if (at >= end) {
            throw new IOException("runs end early");
        }
        return bytes[at++] & 0xFF;
    }
}
