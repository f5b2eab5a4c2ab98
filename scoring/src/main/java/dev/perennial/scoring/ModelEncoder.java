package dev.perennial.scoring;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** A growing buffer of big-endian values. */
final class ModelEncoder {

    private byte[] bytes = new byte[4096];
    private int size;

    int size() {
        return size;
    }

    void u8(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, bytes.length));
        }
        bytes[size++] = (byte) value;
    }

    void u16(int value) {
        u8(value >>> 8);
        u8(value);
    }

    void i32(int value) {
        u16(value >>> 16);
        u16(value);
    }

    void f32(float value) {
        i32(Float.floatToIntBits(value));
    }

    void f64(double value) {
        long bits = Double.doubleToLongBits(value);
        i32((int) (bits >>> 32));
        i32((int) bits);
    }

    /* UTF-16 code units: a category comes back exactly, even one that is not well-formed Unicode. */
    void text(String value) {
        i32(value.length());
        for (int index = 0; index < value.length(); index++) {
            u16(value.charAt(index));
        }
    }

    /** Overwrites the four bytes at the position. */
    void patch(int position, int value) {
        int end = size;
        size = position;
        i32(value);
        size = end;
    }

    int checksum() {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, size);
        return (int) checksum.getValue();
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
