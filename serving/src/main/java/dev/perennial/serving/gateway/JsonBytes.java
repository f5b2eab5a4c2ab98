package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** A reusable buffer for JSON that is written by hand, in UTF-8. The caller places commas and brackets. */
final class JsonBytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[512];
    private int size;

    JsonBytes clear() {
        size = 0;
        return this;
    }

    /** A copy of what was written, ready to be sent. */
    ByteBuffer copy() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
    }

    /** How many bytes were written. */
    int size() {
        return size;
    }

    /** Writes all of it into the buffer. */
    void copyTo(ByteBuffer into) {
        into.put(bytes, 0, size);
    }

    /** Characters of JSON's own syntax, all of them ASCII. */
    @SuppressWarnings("deprecation") // The one copy of ASCII characters to bytes that needs no encoder.
    JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** What another buffer holds. */
    JsonBytes append(JsonBytes other) {
        room(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
        return this;
    }

    JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    /** A finite number, with as few digits as tell it from all others. */
    JsonBytes number(double value) {
        return raw(NumberOutput.toString(value, true));
    }

    /** A string with its quotes. */
    JsonBytes text(String value) {
        room(2 + 6 * value.length());
        bytes[size++] = '"';
        for (int at = 0; at < value.length(); at++) {
            char letter = value.charAt(at);
            if (letter == '"' || letter == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = (byte) letter;
            } else if (letter >= 0x20 && letter < 0x7F && letter != '<') {
                bytes[size++] = (byte) letter;
            } else {
                bytes[size++] = '\\';
                bytes[size++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    bytes[size++] = HEX[(letter >>> shift) & 0xF];
                }
            }
        }
        bytes[size++] = '"';
        return this;
    }

    /** An id in its canonical form with its quotes. */
    JsonBytes id(UUID id) {
        room(38);
        bytes[size++] = '"';
        hex(id.getMostSignificantBits(), 32, 8);
        bytes[size++] = '-';
        hex(id.getMostSignificantBits(), 16, 4);
        bytes[size++] = '-';
        hex(id.getMostSignificantBits(), 0, 4);
        bytes[size++] = '-';
        hex(id.getLeastSignificantBits(), 48, 4);
        bytes[size++] = '-';
        hex(id.getLeastSignificantBits(), 0, 12);
        bytes[size++] = '"';
        return this;
    }

    private void hex(long value, int shift, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            bytes[size++] = HEX[(int) (value >>> (shift + 4 * digit)) & 0xF];
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
