package dev.perennial.monitoring.profile;

import java.util.Arrays;

/** Bytes of a profile as they grow. Whole numbers are written seven bits a byte, the lowest first. */
final class ProfileWriter {
    private byte[] bytes = new byte[4096];
    private int length;

    void putByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** A whole number, taken as unsigned. */
    void putCount(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A whole number that is small on either side of zero more often than not. */
    void putSigned(long value) {
        putCount((value << 1) ^ (value >> 63));
    }

    void putCounts(long[] values) {
        putCount(values.length);
        for (long value : values) {
            putCount(value);
        }
    }

    void putDouble(double value) {
        putWord(Double.doubleToLongBits(value));
    }

    void putWord(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    /** Text by its UTF-16 units, so that a broken surrogate comes back as it was. */
    void putText(String text) {
        putCount(text.length());
        for (int at = 0; at < text.length(); at++) {
            putCount(text.charAt(at));
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int wanted) {
        if (length + wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
